"""What people write for what a registry spells out, and the other way round; general English and IT, no company's words."""

from bot.registry.search.text import stems

# Each line is a set of ways to say one thing. Order means nothing; longer phrases are matched as phrases.
_SAME = """
ci = continuous integration
cd = continuous delivery = continuous deployment
k8s = kubernetes = kube
i18n = internationalization = localization = l10n = translation
a11y = accessibility
o11y = observability
db = database = dbs
auth = authentication
authz = authorization
authn = authentication
login = log in = sign in = signin = logon
signup = sign up = registration
logout = log out = sign out
sso = single sign on = saml
2fa = mfa = two factor = multi factor authentication
iam = identity access management = permissions
docs = documentation = doc
repo = repository = repositories = repos
config = configuration = configs
env = environment = envs
infra = infrastructure
perf = performance
prod = production
mr = merge request
pr = pull request
ui = user interface
ux = user experience
gui = graphical user interface
cli = command line
api = application programming interface
sdk = software development kit
ide = integrated development environment = code editor
vm = virtual machine
lb = load balancer
dns = domain name
cdn = content delivery network
iac = infrastructure as code
ml = machine learning
ai = artificial intelligence
llm = large language model
bi = business intelligence
etl = data pipeline
dwh = data warehouse
erp = enterprise resource planning
crm = customer relationship management
cms = content management
hr = human resources = people ops
fe = frontend = front end
be = backend = back end
fts = full text search
notif = notification = notifs
pwd = password = passwd
sub = subscription = subs
txn = transaction
pmt = payment
inv = invoice
qr = quick response code
kb = knowledge base
faq = frequently asked questions
sla = service level agreement
slo = service level objective
ab test = split test = a/b test = experiment = experimentation
nav = navigation = sidebar
calc = calculation
repl = replication
vid = video
pic = picture = image
acct = account
info = information
attach = attachment
promo = promotion
rbac = role based access control
gdpr = data protection
pii = personal data
sbom = software bill of materials
sast = static application security testing
dast = dynamic application security testing
e2e = end to end
ota = over the air
iot = internet of things
pos = point of sale = till
app = application
spec = specification
deps = dependencies
vuln = vulnerability
recs = recommendations
onboard = onboarding
usa = united states = america
uk = united kingdom = britain
eu = european union = europe
dash = dashboard
stats = statistics = analytics
msg = message
mgmt = management
dev = development = developer
eng = engineering
org = organization
sched = scheduler = scheduling
sync = synchronization
cert = certificate = tls = ssl
pentest = penetration test = pen test
kyc = know your customer
aml = anti money laundering
atm = cash machine = cashpoint
bnpl = buy now pay later = pay later
fx = foreign exchange
gl = general ledger
ap = accounts payable
po = purchase order
wms = warehouse management
emr = ehr = electronic health record = electronic medical record = patient record
icu = intensive care
er = emergency room = emergency department
lims = laboratory information
rx = prescription
vax = vaccination = vaccine
npc = non player character
ugc = user generated content
pvp = player versus player
vfx = visual effects
sfx = sound effects
ar = augmented reality
vr = virtual reality
anticheat = anti cheat
leaderboard = high scores
dr = disaster recovery
ha = high availability
hpa = autoscaler = autoscaling
oidc = openid connect
dlq = dead letter queue
mq = message queue
otel = opentelemetry = telemetry
seo = search engine optimization
nps = net promoter score
esign = e signature = electronic signature
ivr = phone menu
sms = text message
wcag = accessibility
helpdesk = help desk = service desk
changelog = release notes
homepage = home page
pricelist = price list
"""


def _meanings() -> dict[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    known: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for line in _SAME.strip().splitlines():
        phrases = [tuple(stems(part)) for part in line.split("=")]
        for phrase in phrases:
            known.setdefault(phrase, []).extend(other for other in phrases if other != phrase)
    return {phrase: tuple(dict.fromkeys(others)) for phrase, others in known.items()}


MEANINGS = _meanings()
LONGEST_PHRASE = max(len(phrase) for phrase in MEANINGS)
