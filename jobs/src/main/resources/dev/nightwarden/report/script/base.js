// What all parts of the script use. Every text of the logs stands in the page already, and only ever
// stays text.

/** What is drawn; the rows that are filtered and sorted stand in the page. */
const report = JSON.parse(document.getElementById("data").textContent);
const SEVERITIES = ["low", "medium", "high"];
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const byId = (id) => document.getElementById(id);
const root = document.documentElement;
root.classList.add("js");

/** A text with whatever hides in it shown. */
const shown = (text) => String(text).replace(UNSEEN, "\uFFFD");
const number = (n) => Number(n).toLocaleString("en-US");
const count = (n, what) => `${number(n)} ${what}${n === 1 ? "" : "s"}`;
const score = (s) => s.toFixed(2);
const percent = (share) => `${Math.round(100 * share)}%`;
const time = (iso) => (iso ? iso.slice(0, 19).replace("T", " ") : "");

/** An element; children are elements or texts, and texts stay texts. */
function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

const value = (text) => el("bdi", { class: "v" }, shown(text));

const button = (label, act, attributes = {}) => {
  const made = el("button", { type: "button", class: "quiet", ...attributes }, label);
  made.addEventListener("click", act);
  return made;
};

// ---- light and dark

const theme = byId("theme");
const system = matchMedia("(prefers-color-scheme: dark)");
let stored = null;
try {
  stored = localStorage.getItem("nightwarden-theme");
} catch {
  // A browser may keep nothing for files.
}
function setTheme(name) {
  if (name === "dark" || name === "light") {
    root.dataset.theme = name;
  }
  const isDark = (root.dataset.theme || (system.matches ? "dark" : "light")) === "dark";
  theme.textContent = isDark ? "Light" : "Dark";
  theme.setAttribute("aria-label", isDark ? "Use light colours" : "Use dark colours");
  document.dispatchEvent(new Event("theme"));
}
theme.addEventListener("click", () => {
  const isDark = (root.dataset.theme || (system.matches ? "dark" : "light")) === "dark";
  setTheme(isDark ? "light" : "dark");
  try {
    localStorage.setItem("nightwarden-theme", root.dataset.theme);
  } catch {
    // It holds until the page is left.
  }
});
system.addEventListener("change", () => setTheme(null));
setTheme(stored);

// ---- the section one is in

const links = [...document.querySelectorAll("nav a")];
const observer = new IntersectionObserver(
  (entries) => {
    for (const entry of entries.filter((one) => one.isIntersecting)) {
      for (const link of links) {
        if (link.hash === `#${entry.target.id}`) {
          link.setAttribute("aria-current", "true");
        } else {
          link.removeAttribute("aria-current");
        }
      }
    }
  },
  { rootMargin: "-20% 0px -75% 0px" });
document.querySelectorAll("main > section").forEach((section) => observer.observe(section));
