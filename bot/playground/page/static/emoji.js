// The emoji shortcodes that messages here use most; others are shown as they are written.

const BY_NAME = {
  "+1": "👍", "-1": "👎", thumbsup: "👍", thumbsdown: "👎", tada: "🎉", wave: "👋", eyes: "👀", fire: "🔥", bulb: "💡",
  white_check_mark: "✅", heavy_check_mark: "✔️", ballot_box_with_check: "☑️", x: "❌", warning: "⚠️", question: "❓",
  grey_question: "❔", exclamation: "❗", information_source: "ℹ️", octagonal_sign: "🛑", no_entry: "⛔", raised_hand: "✋",
  left_right_arrow: "↔️", arrow_right: "➡️", arrow_up: "⬆️", arrow_down: "⬇️", hourglass: "⌛", hourglass_flowing_sand: "⏳",
  large_green_circle: "🟢", large_yellow_circle: "🟡", red_circle: "🔴", large_blue_circle: "🔵", white_circle: "⚪",
  black_circle: "⚫", large_orange_circle: "🟠", large_green_square: "🟩", large_yellow_square: "🟨", large_red_square: "🟥",
  calendar: "📅", spiral_calendar_pad: "🗓️", alarm_clock: "⏰", clock3: "🕒", bell: "🔔", mega: "📣", speech_balloon: "💬",
  memo: "📝", pencil2: "✏️", link: "🔗", lock: "🔒", unlock: "🔓", key: "🔑", mag: "🔍", gear: "⚙️", hammer_and_wrench: "🛠️",
  bar_chart: "📊", chart_with_upwards_trend: "📈", chart_with_downwards_trend: "📉", dart: "🎯", rocket: "🚀", star: "⭐",
  heart: "❤️", smile: "😄", slightly_smiling_face: "🙂", thinking_face: "🤔", pray: "🙏", clap: "👏", muscle: "💪",
  bust_in_silhouette: "👤", busts_in_silhouette: "👥", handshake: "🤝", point_right: "👉", point_up: "☝️", ok_hand: "👌",
  palm_tree: "🌴", beach_with_umbrella: "🏖️", airplane: "✈️", house: "🏠", office: "🏢", package: "📦", bug: "🐛",
  zap: "⚡", sparkles: "✨", new: "🆕", soon: "🔜", repeat: "🔁", arrows_counterclockwise: "🔄", scales: "⚖️", seedling: "🌱",
  triangular_flag_on_post: "🚩", checkered_flag: "🏁", pushpin: "📌", bookmark: "🔖", clipboard: "📋", inbox_tray: "📥",
};

export const emoji = (name) => BY_NAME[name] || null;
