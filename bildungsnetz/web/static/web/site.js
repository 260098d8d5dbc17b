// Comfort only: every page works without it.
"use strict";

// Menus that are <details> close when one clicks elsewhere or presses Escape.
function closeMenus(except) {
  document.querySelectorAll("details.account-menu[open]").forEach((menu) => {
    if (menu !== except) menu.open = false;
  });
}
document.addEventListener("click", (event) => closeMenus(event.target.closest("details.account-menu")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector("details.account-menu[open]");
  if (open) {
    open.open = false;
    open.querySelector("summary").focus();
  }
});

// <form data-guard>: the browser asks before what was typed is lost.
let unsaved = false;
document.addEventListener("input", (event) => {
  if (event.target.closest("form[data-guard]")) unsaved = true;
});
document.addEventListener("submit", () => { unsaved = false; });
window.addEventListener("beforeunload", (event) => {
  if (unsaved) event.preventDefault();
});

// <input readonly data-select>, also <textarea>: what is to be copied is chosen as a whole.
document.addEventListener("focusin", (event) => {
  if (event.target.matches("input[data-select], textarea[data-select]")) event.target.select();
});

// <button data-copy="id" hidden>: copies a field and says so in the [role=status] beside it.
document.querySelectorAll("button[data-copy]").forEach((button) => { button.hidden = false; });
document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-copy]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copy);
  const state = button.parentElement.querySelector("[role=status]");
  try {
    await navigator.clipboard.writeText(field.value);
    state.textContent = "Kopiert.";
  } catch {
    field.focus();
    state.textContent = "Der Text ist ausgewählt: Strg+C kopiert ihn.";
  }
});

// A page that has saved by itself says so in an element with data-saved: then nothing typed is lost any more.
document.addEventListener("htmx:afterSwap", () => {
  if (document.querySelector("[data-saved]")) unsaved = false;
});
