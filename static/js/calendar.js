// Jalali calendar: a dialog that fills the day, month and year which are otherwise typed by hand.
const fa = (text) => String(text).replace(/[0-9]/g, (d) => "۰۱۲۳۴۵۶۷۸۹"[d]);
const ascii = (text) => text.replace(/[۰-۹٠-٩]/g, (d) => d.charCodeAt(0) & 15);
const MONTHS = "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند".split(" ");
const WEEK = "شنبه یکشنبه دوشنبه سه‌شنبه چهارشنبه پنجشنبه جمعه".split(" ");
const serial = (y, m, d) => 365 * y + Math.floor((y + 1595) / 33) * 8 + Math.floor((((y + 1595) % 33) + 3) / 4)
  + (m < 7 ? (m - 1) * 31 : (m - 7) * 30 + 186) + d + 1; // remainder by 7: 0 is Saturday
const monthLength = (y, m) => (m < 12 ? serial(y, m + 1, 1) : serial(y + 1, 1, 1)) - serial(y, m, 1);
const shift = ([y, m, d], months, days) => {
  const count = y * 12 + m - 1 + months;
  [y, m] = [Math.floor(count / 12), (count % 12) + 1];
  d = Math.min(d, monthLength(y, m)) + days;
  if (d < 1) return shift([y, m, 1], -1, monthLength(y, m === 1 ? 12 : m - 1) + d - 1);
  return d > monthLength(y, m) ? shift([y, m, 1], 1, d - monthLength(y, m) - 1) : [y, m, d];
};
const today = () => {
  const parts = new Intl.DateTimeFormat("en-u-ca-persian-nu-latn", { timeZone: "Asia/Tehran", year: "numeric", month: "numeric", day: "numeric" }).formatToParts();
  return ["year", "month", "day"].map((type) => +parts.find((part) => part.type === type).value);
};
const KEYS = { ArrowLeft: [0, 1], ArrowRight: [0, -1], ArrowDown: [0, 7], ArrowUp: [0, -7], PageDown: [1, 0], PageUp: [-1, 0] };

document.querySelectorAll("[data-date]").forEach((box) => {
  const opener = box.querySelector("button");
  const fields = box.querySelectorAll("input, select"); // day, month, year
  const dialog = document.createElement("dialog");
  dialog.className = "dialog calendar";
  let at, chosen;
  const button = (label, text, act, kind = "btn btn--quiet") => {
    const node = document.createElement("button");
    Object.assign(node, { type: "button", className: kind, textContent: text });
    node.setAttribute("aria-label", label);
    node.addEventListener("click", act);
    return node;
  };
  const choose = (date) => {
    [fields[2].value, fields[1].value, fields[0].value] = [fa(date[0]), date[1], fa(date[2])];
    if (fields[1].tagName === "INPUT") fields[1].value = fa(date[1]);
    dialog.close();
  };
  const draw = (date) => {
    at = date;
    const [y, m] = at;
    const head = document.createElement("div");
    head.className = "calendar__head";
    const title = document.createElement("strong");
    title.textContent = `${MONTHS[m - 1]} ${fa(y)}`;
    title.setAttribute("aria-live", "polite");
    head.append(button("ماه پیش", "‹", () => draw(shift(at, -1, 0))), title, button("ماه بعد", "›", () => draw(shift(at, 1, 0))));
    const table = document.createElement("table");
    const names = table.createTHead().insertRow();
    WEEK.forEach((name) => { names.append(Object.assign(document.createElement("th"), { scope: "col", abbr: name, textContent: name[0] })); });
    let row = table.createTBody().insertRow();
    for (let i = serial(y, m, 1) % 7; i > 0; i--) row.insertCell();
    for (let n = 1; n <= monthLength(y, m); n++) {
      if (row.cells.length === 7) row = table.tBodies[0].insertRow();
      const day = [y, m, n];
      const is = (other) => String(other) === String(day);
      const cell = button(`${fa(n)} ${MONTHS[m - 1]} ${fa(y)}`, fa(n), () => choose(day), "");
      cell.tabIndex = is(at) ? 0 : -1;
      if (is(today())) cell.setAttribute("aria-current", "date");
      if (is(chosen)) cell.setAttribute("aria-pressed", "true");
      row.insertCell().append(cell);
    }
    const foot = document.createElement("div");
    foot.className = "actions";
    foot.append(button("رفتن به امروز", "امروز", () => draw(today())), button("بستن تقویم", "بستن", () => dialog.close()));
    dialog.replaceChildren(head, table, foot);
    table.addEventListener("keydown", (event) => {
      if (!KEYS[event.key]) return;
      event.preventDefault();
      draw(shift(at, ...KEYS[event.key]));
      dialog.querySelector("[tabindex='0']").focus();
    });
  };
  dialog.setAttribute("aria-label", "تقویم");
  box.append(dialog);
  opener.hidden = false;
  opener.addEventListener("click", () => {
    const [d, m, y] = Array.from(fields, (field) => +ascii(field.value));
    chosen = y > 1200 && y < 1500 && m >= 1 && m <= 12 && d >= 1 && d <= monthLength(y, m) ? [y, m, d] : null;
    draw(chosen || today());
    dialog.showModal();
    dialog.querySelector("[tabindex='0']").focus();
  });
});
