// The emoji shortcodes that work messages use most; others are shown as they are written.

const LIST = `
+1 👍, -1 👎, thumbsup 👍, thumbsdown 👎, tada 🎉, wave 👋, eyes 👀, fire 🔥, bulb 💡, white_check_mark ✅, heavy_check_mark ✔️, ballot_box_with_check ☑️, x ❌,
negative_squared_cross_mark ❎, warning ⚠️, question ❓, grey_question ❔, exclamation ❗, grey_exclamation ❕, bangbang ‼️, information_source ℹ️,
octagonal_sign 🛑, no_entry ⛔, no_entry_sign 🚫, construction 🚧, rotating_light 🚨, raised_hand ✋, hand ✋, raised_hands 🙌, open_hands 👐, left_right_arrow
↔️, arrow_right ➡️, arrow_left ⬅️, arrow_up ⬆️, arrow_down ⬇️, arrow_upper_right ↗️, arrow_lower_right ↘️, arrow_right_hook ↪️,
leftwards_arrow_with_hook ↩️, fast_forward ⏩, rewind ⏪, arrow_forward ▶️, double_vertical_bar ⏸️, black_square_for_stop ⏹️, hourglass ⌛,
hourglass_flowing_sand ⏳, large_green_circle 🟢, large_yellow_circle 🟡, red_circle 🔴, large_red_circle 🔴, large_blue_circle 🔵, large_purple_circle 🟣,
large_brown_circle 🟤, white_circle ⚪, black_circle ⚫, large_orange_circle 🟠, large_green_square 🟩, large_yellow_square 🟨, large_red_square 🟥,
large_orange_square 🟧, large_blue_square 🟦, large_purple_square 🟪, white_large_square ⬜, black_large_square ⬛, small_blue_diamond 🔹,
small_orange_diamond 🔸, large_blue_diamond 🔷, large_orange_diamond 🔶, calendar 📅, date 📅, spiral_calendar_pad 🗓️, alarm_clock ⏰, stopwatch ⏱️,
timer_clock ⏲️, watch ⌚, clock1 🕐, clock3 🕒, clock6 🕕, clock9 🕘, clock12 🕛, sunrise 🌅, sunny ☀️, partly_sunny ⛅, cloud ☁️, rain_cloud 🌧️, snowflake
❄️, umbrella ☔, rainbow 🌈, crescent_moon 🌙, bell 🔔, no_bell 🔕, mega 📣, loudspeaker 📢, speech_balloon 💬, thought_balloon 💭, left_speech_bubble 🗨️, memo
📝, pencil 📝, pencil2 ✏️, lower_left_ballpoint_pen 🖊️, link 🔗, paperclip 📎, lock 🔒, unlock 🔓, key 🔑, mag 🔍, mag_right 🔎, gear ⚙️, wrench 🔧, hammer 🔨,
hammer_and_wrench 🛠️, nut_and_bolt 🔩, toolbox 🧰, bar_chart 📊, chart_with_upwards_trend 📈, chart_with_downwards_trend 📉, dart 🎯, rocket 🚀, star ⭐,
star2 🌟, dizzy 💫, heart ❤️, broken_heart 💔, green_heart 💚, blue_heart 💙, purple_heart 💜, yellow_heart 💛, smile 😄, smiley 😃, grinning 😀, grin 😁, joy 😂,
slightly_smiling_face 🙂, upside_down_face 🙃, wink 😉, blush 😊, sweat_smile 😅, laughing 😆, relieved 😌, sunglasses 😎, thinking_face 🤔, neutral_face 😐,
expressionless 😑, confused 😕, worried 😟, slightly_frowning_face 🙁, cry 😢, sob 😭, tired_face 😫, scream 😱, angry 😠, face_with_raised_eyebrow 🤨,
zipper_mouth_face 🤐, sleeping 😴, zzz 💤, nerd_face 🤓, exploding_head 🤯, partying_face 🥳, saluting_face 🫡, pray 🙏, clap 👏, muscle 💪, ok_hand 👌, v ✌️,
crossed_fingers 🤞, point_right 👉, point_left 👈, point_up ☝️, point_up_2 👆, point_down 👇, writing_hand ✍️, handshake 🤝, call_me_hand 🤙, fist 👊,
facepunch 👊, bust_in_silhouette 👤, busts_in_silhouette 👥, man 👨, woman 👩, adult 🧑, technologist 🧑‍💻, detective 🕵️, shrug 🤷, face_palm 🤦, raising_hand
🙋, runner 🏃, palm_tree 🌴, beach_with_umbrella 🏖️, airplane ✈️, car 🚗, bike 🚲, train 🚆, ship 🚢, house 🏠, office 🏢, factory 🏭, hospital 🏥, school 🏫,
globe_with_meridians 🌐, earth_africa 🌍, world_map 🗺️, round_pushpin 📍, package 📦, gift 🎁, bug 🐛, beetle 🪲, ant 🐜, bee 🐝, turtle 🐢, snail 🐌, cat 🐱, dog
🐶, unicorn_face 🦄, owl 🦉, zap ⚡, boom 💥, sparkles ✨, new 🆕, soon 🔜, up 🆙, ok 🆗, sos 🆘, free 🆓, 100 💯, repeat 🔁, arrows_counterclockwise 🔄, recycle ♻️,
scales ⚖️, seedling 🌱, herb 🌿, four_leaf_clover 🍀, evergreen_tree 🌲, triangular_flag_on_post 🚩, checkered_flag 🏁, white_flag 🏳️, pushpin 📌, bookmark
🔖, bookmark_tabs 📑, clipboard 📋, inbox_tray 📥, outbox_tray 📤, email 📧, envelope ✉️, e-mail 📧, incoming_envelope 📨, mailbox 📫, page_facing_up 📄,
page_with_curl 📃, newspaper 📰, books 📚, book 📖, notebook 📓, file_folder 📁, open_file_folder 📂, card_index_dividers 🗂️, file_cabinet 🗄️, wastebasket
🗑️, computer 💻, desktop_computer 🖥️, keyboard ⌨️, iphone 📱, telephone_receiver 📞, battery 🔋, electric_plug 🔌, floppy_disk 💾, camera 📷, video_camera 📹,
movie_camera 🎥, headphones 🎧, microphone 🎤, musical_note 🎵, moneybag 💰, dollar 💵, credit_card 💳, receipt 🧾, money_with_wings 💸, shopping_trolley 🛒,
trophy 🏆, first_place_medal 🥇, second_place_medal 🥈, third_place_medal 🥉, medal 🏅, crown 👑, gem 💎, ring 💍, crystal_ball 🔮, balloon 🎈, confetti_ball 🎊,
birthday 🎂, cake 🍰, coffee ☕, tea 🍵, pizza 🍕, beers 🍻, clinking_glasses 🥂, apple 🍎, banana 🍌, soccer ⚽, basketball 🏀, game_die 🎲, jigsaw 🧩, video_game
🎮, art 🎨, test_tube 🧪, microscope 🔬, telescope 🔭, shield 🛡️, triangular_ruler 📐, straight_ruler 📏, scissors ✂️, heavy_plus_sign ➕, heavy_minus_sign ➖,
heavy_multiplication_x ✖️, infinity ♾️, vs 🆚, one 1️⃣, two 2️⃣, three 3️⃣, four 4️⃣, five 5️⃣, six 6️⃣, seven 7️⃣, eight 8️⃣, nine 9️⃣, zero 0️⃣,
keycap_ten 🔟, ghost 👻, robot_face 🤖, alien 👽, skull 💀, poop 💩, see_no_evil 🙈, hear_no_evil 🙉, speak_no_evil 🙊, compass 🧭, anchor ⚓, ladder 🪜, bricks
🧱, door 🚪, hole 🕳️, umbrella_with_rain_drops ☔, mountain 🏔️, footprints 👣, spider_web 🕸️, brain 🧠, ear 👂, lips 👄, tongue 👅
`;

const BY_NAME = new Map(LIST.trim().split(/,\s+/).map((one) => one.split(/\s+/)));
// Skin tones are counted from 2 in Slack: :wave::skin-tone-2: is the lightest.
const TONES = { 2: "\u{1F3FB}", 3: "\u{1F3FC}", 4: "\u{1F3FD}", 5: "\u{1F3FE}", 6: "\u{1F3FF}" };

export function emoji(name, tone) {
  const symbol = BY_NAME.get(name);
  return symbol ? symbol.replace("\uFE0F", tone ? "" : "\uFE0F") + (TONES[tone] || "") : null;
}

export const withEmoji = (text) =>
  text.replace(/:([a-z0-9_+'-]+?)(?:::skin-tone-([2-6]))?:/g, (whole, name, tone) => emoji(name, tone) || whole);
