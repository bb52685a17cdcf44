// Light or dark: as the system has it, until somebody chooses.

const KEY = "theme";
const THEMES = ["system", "light", "dark"];

export const chosen = () => (THEMES.includes(localStorage.getItem(KEY)) ? localStorage.getItem(KEY) : "system");

export function choose(theme) {
  localStorage.setItem(KEY, theme);
  apply();
}

export function apply() {
  document.documentElement.dataset.theme = chosen();
}

export const themeMenu = () =>
  [["system", "As the system"], ["light", "Light"], ["dark", "Dark"]].map(([theme, label]) => ({ label, checked: chosen() === theme, act: () => choose(theme) }));
