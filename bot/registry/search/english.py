"""How much a word says: a rough rarity of English words, so that "who", "page" and "payroll" do not weigh the same.

Three short lists instead of a dictionary: words that say nothing about what is asked, words of everyday speech, and words
that are usual at work. Whatever is on none of them is rare.
"""

from importlib import resources

from bot.registry.search.text import stem

_SAYS_NOTHING = """
a about again all already also although always am an and another any anybody anyone anything anyway are
around as ask asked asking at away be because been before being best better between both but by bye can
cannot cant cause come could couldnt did didnt do does doesnt doing done dont down each eh either else etc even ever every
everybody everyone everything few for from get gets getting give go goes going gonna good got gotta guess guys had has
hasnt have havent having he hello help her here hers hey hi him his how however huh hmm i id if ill im in instead
into is isnt it its itd ive just know knows least let lets like lol look looking lot lots made make makes
making many may maybe me means might more most much must my myself near need needs never next nite no nobody none
nope nor not nothing now of off oh ok okay old on once one ones only or other our ours out over own pal people person
persons pls plz please ppl pretty quick quite rather really right rly same say says see seem seems shall she should
shouldnt since so some somebody someone something soon sorry sort still stuff such sure take tell than thank thanks that
thats the their them then there theres these they theyre thing things think this those though thru thx til till to today
together told tomorrow tonight too toward tried try trying u ugh under until up upon ur us use used using
very via vs want wants was wasnt way we well were weve what whats whatever when where wherever whether which while who whod
whoever whole whom whos whose why will with within without wont would wouldnt yeah yes yesterday yet you your yours
2 n r w y ya yo hiya fyi btw imo tbh afaik asap anyways
who's whose owner owners own owns owned owning contact contacts lead leads
maintain maintains maintainer maintainers maintained handle handles handling deal deals dealing stakeholder poc dri
talk speak ping annoy shout bother escalate belong belongs belonging looks cares whichever answer answers
answering question questions q decide decides decided deciding
"""

# These say nothing either, but other words of their stem do: an account, a basic plan.
_SAYS_NOTHING_AS_WRITTEN = """
accountable responsible responsibility responsibilities currently apparently basically exactly literally actually honestly totally usually
lately probably
"""

_EVERYDAY = """
back above below behind mine point hook care reach mean kind last first
able add added after agree almost alone along anymore area areas arrive arrived arriving bad bit blank block blocked boss
break breaks breaking broke broken bring bug bugs busy button call calls called care case change changed changes changing
check clear click close colleague comment comments company correct crash crashed crashes crashing create created crazy day
days dead detail details die died different difficult down eat eating eats empty end error errors
everywhere exist explain fail failed failing fails fall falling falls fast fault feel figure fill find finds fine fix fixed
fixes found friend full fun gave gone great guy half happen happened happening happens hard head hear heard hold hour hours
hit huge idea important inside issue issues job join joke kept keep keeps kid late later learn leave left less life line
list little live load loading loads long loop looping lose lost love main manage manages managed matter maybe meet meeting
message minute minutes miss missing moment money month months morning move moved name names new nice night number october
november december january february march april june july august september monday tuesday wednesday thursday friday saturday
sunday office open opens order orders outside page pages part parts pass past pay pick piece place play point problem
problems proper put question read ready real red reply room run running runs said scared screen second send sends sent set
shop show shows side sign since site situation slow small solve soon sounds spend start started starts stay stop stopped
stops stuck suddenly super support supposed sync talk team teams terrible thinking throws time times tiny top total touch
town trip trouble turn two three four five six seven eight nine ten twice type understand upset urgent wait waiting walk
wanted wanting watch weird went week weeks wish word words work worked working works world worst write wrong year years
pdf pdfs csv json xml excel url urls html popup screenshot safari chrome firefox chromium 404 403 500 502 503 504 timeout
timeouts glitch glitchy laggy lag lags freeze freezes frozen hang hangs hung spinner segfault segfaults stacktrace blurry
someone's crashing customer customers user users thousands hundreds example common whole big bigger special certain another
guest folks human dude mate buddy lunch dinner coffee weather rain game fun joke
"""

_USUAL_AT_WORK = """
account accounts admin app apps application approve approval assign browser budget build business category chat client
code data date dates deadline demo department design desk developer developers device document documents download email
emails engineer engineering engineers enterprise event export feature features feedback field file files flow form group
group groups import info information internal integration item items key keys label labels laptop launch law link links log
login logs mail manager managers market member members menu metric metrics mobile network note notes notification online
option order org organisation organization password path people phone plan plans platform policy post price pricing process
product products program project projects quality queue quota report reports request requests research result results
review role sales save scale scaling schedule search section security server service services setting settings setup share
side size software source space staff stage state status step steps store strategy student summary system systems table
tag task tasks tech technical template test tests text ticket tickets title token tool tools train training update updates
upload value vendor version video view views web website widget window workflow
"""

# What an organisation calls its parts: said beside a name ("the billing team"), seldom the name itself.
_UNITS = """
team teams group groups stage stages squad squads tribe crew guild chapter category categories area areas department dept
unit units division section side
"""

# What people are called by, when a person is looked for rather than named: "the director for X", "some manager".
_RANKS = """
director directors vp president chief head heads boss bosses representative rep counterpart colleague colleagues type
"""

_NOTHING, EVERYDAY, USUAL_AT_WORK, UNITS, RANKS = (
    tuple(listed.split()) for listed in (_SAYS_NOTHING, _EVERYDAY, _USUAL_AT_WORK, _UNITS, _RANKS)
)
SAYS_NOTHING_AS_WRITTEN = frozenset(_SAYS_NOTHING_AS_WRITTEN.split())
SAYS_NOTHING = (*_NOTHING, *sorted(SAYS_NOTHING_AS_WRITTEN))

NUMBER, UNIT = 0.3, 0.12
# A stem's level is ten times the logarithm of its count in a thousand million words of English text.
COMMONEST, RAREST = 70, 33
LEAST = 0.2


def _levels() -> dict[str, int]:
    lines = resources.files(__package__).joinpath("english.txt").read_text(encoding="utf-8").splitlines()
    return {known: int(level) for level, *stems in map(str.split, lines) for known in stems}


_EVERYDAY_WORDS = frozenset((*SAYS_NOTHING, *EVERYDAY, *USUAL_AT_WORK, *UNITS))
_LEVELS = _levels()
_WEIGHTS: dict[str, float] = {
    **{known: min(1.0, max(LEAST, (COMMONEST - level) / (COMMONEST - RAREST))) for known, level in _LEVELS.items()},
    **{stem(word): 0.3 for word in EVERYDAY},
    **{stem(word): UNIT for word in (*UNITS, *RANKS)},
    **{stem(word): 0.0 for word in _NOTHING},
    "": 0.0,
}


def rarity(stemmed: str) -> float:
    """How much a stem says about the subject: 0 nothing, 1 as much as a rare word or a name."""
    return _WEIGHTS.get(stemmed, NUMBER if len(stemmed) == 1 or stemmed.isdigit() else 1.0)


def is_everyday(surface: str) -> bool:
    """Whether a word is said all day: one that a sentence uses without meaning a name."""
    return surface in _EVERYDAY_WORDS


def is_english(stemmed: str) -> bool:
    """Whether the stem is one of an English word, and so certainly no typing error."""
    return stemmed in _WEIGHTS
