// The emoji shortcodes that work messages use most; others are shown as they are written.

const LIST = `
+1 👍, -1 👎, thumbsup 👍, thumbsdown 👎, tada 🎉, wave 👋, eyes 👀, fire 🔥, bulb 💡, white_check_mark ✅,
heavy_check_mark ✔️, x ❌, warning ⚠️, question ❓, exclamation ❗, information_source ℹ️, octagonal_sign 🛑, no_entry ⛔,
no_entry_sign 🚫, construction 🚧, rotating_light 🚨, raised_hand ✋, hand ✋, raised_hands 🙌, left_right_arrow ↔️,
arrow_right ➡️, arrow_left ⬅️, arrow_up ⬆️, arrow_down ⬇️, arrow_forward ▶️, hourglass ⌛, hourglass_flowing_sand ⏳,
large_green_circle 🟢, large_yellow_circle 🟡, red_circle 🔴, large_blue_circle 🔵, white_circle ⚪, black_circle ⚫,
large_orange_circle 🟠, calendar 📅, date 📅, alarm_clock ⏰, stopwatch ⏱️, sunny ☀️, rainbow 🌈, bell 🔔, mega 📣,
loudspeaker 📢, speech_balloon 💬, thought_balloon 💭, memo 📝, pencil 📝, link 🔗, paperclip 📎, lock 🔒, key 🔑, mag 🔍,
gear ⚙️, wrench 🔧, hammer 🔨, hammer_and_wrench 🛠️, bar_chart 📊, chart_with_upwards_trend 📈,
chart_with_downwards_trend 📉, dart 🎯, rocket 🚀, star ⭐, star2 🌟, heart ❤️, smile 😄, grin 😁, joy 😂,
slightly_smiling_face 🙂, wink 😉, blush 😊, sweat_smile 😅, laughing 😆, sunglasses 😎, thinking_face 🤔, neutral_face 😐,
slightly_frowning_face 🙁, cry 😢, sob 😭, scream 😱, angry 😠, exploding_head 🤯, partying_face 🥳, saluting_face 🫡,
pray 🙏, clap 👏, muscle 💪, ok_hand 👌, v ✌️, crossed_fingers 🤞, point_right 👉, point_down 👇, handshake 🤝,
busts_in_silhouette 👥, shrug 🤷, face_palm 🤦, raising_hand 🙋, runner 🏃, palm_tree 🌴, beach_with_umbrella 🏖️, office 🏢,
globe_with_meridians 🌐, round_pushpin 📍, package 📦, gift 🎁, bug 🐛, unicorn_face 🦄, zap ⚡, boom 💥, sparkles ✨, new 🆕,
100 💯, repeat 🔁, arrows_counterclockwise 🔄, recycle ♻️, seedling 🌱, four_leaf_clover 🍀, checkered_flag 🏁, pushpin 📌,
clipboard 📋, email 📧, envelope ✉️, page_facing_up 📄, book 📖, file_folder 📁, computer 💻, iphone 📱,
telephone_receiver 📞, moneybag 💰, trophy 🏆, medal 🏅, gem 💎, birthday 🎂, cake 🍰, coffee ☕, pizza 🍕, art 🎨, shield 🛡️,
one 1️⃣, two 2️⃣, three 3️⃣, four 4️⃣, five 5️⃣, six 6️⃣, seven 7️⃣, eight 8️⃣, nine 9️⃣, zero 0️⃣, ghost 👻,
robot_face 🤖, poop 💩, see_no_evil 🙈, brain 🧠
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
