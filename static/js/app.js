// Small helps for the portal's pages. Every task works without this file.
const fa = (text) => String(text).replace(/[0-9]/g, (d) => "۰۱۲۳۴۵۶۷۸۹"[d]);
const all = (selector, work, root = document) => root.querySelectorAll(selector).forEach(work);

// The error summary takes the focus; a form is sent once; menus close.
all("[data-focus]", (node) => node.focus());
addEventListener("submit", ({ target, submitter, defaultPrevented }) => {
  if (defaultPrevented || !submitter) return;
  setTimeout(() => { submitter.disabled = true; });
  addEventListener("pageshow", () => { submitter.disabled = false; }, { once: true });
  target.setAttribute("aria-busy", "true");
});
const closeMenus = (except) => all("details[data-closes][open]", (node) => {
  if (node.contains(except)) return;
  if (node.contains(document.activeElement)) node.querySelector("summary").focus();
  node.open = false;
});
addEventListener("click", (event) => closeMenus(event.target));
addEventListener("keydown", (event) => { if (event.key === "Escape") closeMenus(null); });

// Dialogs: the opener is a link to a page that asks the same.
all("[data-opens]", (opener) => opener.addEventListener("click", (event) => {
  const dialog = document.getElementById(opener.dataset.opens);
  if (!dialog) return;
  event.preventDefault();
  dialog.showModal();
}));
all("[data-close]", (button) => button.addEventListener("click", () => button.closest("dialog").close()));

// Print and copy.
all("[data-print]", (button) => { button.hidden = false; button.addEventListener("click", () => print()); });
if (navigator.clipboard) all("[data-copy]", (button) => {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.querySelector("span").textContent = button.dataset.copied;
  });
});

// Countdown: minutes and seconds, measured by the clock so that a sleeping tab stays right.
all("[data-seconds]", (node) => {
  const { seconds, before, after, enables } = node.dataset;
  const end = Date.now() + seconds * 1000;
  const clock = node.querySelector("[data-clock]");
  const button = enables && document.getElementById(enables);
  const tick = () => {
    const left = Math.max(0, Math.ceil((end - Date.now()) / 1000));
    if (button) button.disabled = left > 0;
    clock.textContent = left ? `${before} ${fa(Math.floor(left / 60))}:${fa(String(left % 60).padStart(2, "0"))}` : after;
    if (left) setTimeout(tick, 500);
    else node.setAttribute("role", "status");
  };
  if (seconds > 0) tick();
});

// Captcha: a new picture without sending the form.
all("[data-captcha]", (box) => box.querySelector("[name=refresh_captcha]").addEventListener("click", async (event) => {
  event.preventDefault();
  const answer = await fetch(box.dataset.captcha, { headers: { "X-Requested-With": "XMLHttpRequest" } });
  if (!answer.ok) return;
  const { key, image_url: image, audio_url: audio } = await answer.json();
  box.querySelector("img").src = image;
  box.querySelector("[type=hidden]").value = key;
  if (audio) all(".captcha__audio", (link) => { link.href = audio; }, box);
  const typed = box.querySelector("[type=text]");
  typed.value = "";
  typed.focus();
}));

// Session: a question two minutes before the end.
all("[data-session]", (dialog) => {
  const { session, keep, token } = dialog.dataset;
  const warn = (left) => setTimeout(() => dialog.showModal(), Math.max(5, left - 120) * 1000);
  dialog.querySelector("[data-stay]").addEventListener("click", async () => {
    const answer = await fetch(keep, { method: "POST", headers: { "X-CSRFToken": token } });
    dialog.close();
    if (answer.ok) warn(await answer.text());
    else location.reload();
  });
  warn(session);
});
