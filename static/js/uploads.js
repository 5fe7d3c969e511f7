// Files of a form: photos are shrunk before they are sent, pages are gathered, and what is too large is said at once.
// Without this file the form sends what was chosen, and the portal shrinks it.
const SIDE = 2400;
const QUALITY = 0.85;
const SMALL = 700 * 1024;
const PHOTO = /^image\/(jpeg|heic|heif)$/;

const fa = (text) => String(text).replace(/[0-9]/g, (d) => "۰۱۲۳۴۵۶۷۸۹"[d]);
const isPhoto = (file) => PHOTO.test(file.type) || /\.hei[cf]$/i.test(file.name);
const sizeOf = (files) => files.reduce((sum, file) => sum + file.size, 0);

// A photo in a size that is enough to read it; the file itself when the browser cannot draw it or gains nothing.
const shrink = async (file) => {
  if (!isPhoto(file) || file.size < SMALL) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const blob = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", QUALITY); });
    if (!blob || blob.size >= file.size) return file;
    return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
  } catch {
    return file;
  }
};

const put = (input, files) => {
  const list = new DataTransfer();
  files.forEach((file) => list.items.add(file));
  input.files = list.files;
};

const wrongWith = (files, { largest, together, atOnce, tooLarge, tooLargeTogether, tooMany }) => {
  const large = files.find((file) => file.size > largest);
  if (large) return `«\u2068${large.name}\u2069»: ${tooLarge}`;
  if (files.length > atOnce) return tooMany;
  return sizeOf(files) > together ? tooLargeTogether : "";
};

const gather = (form) => {
  const inputs = [...form.querySelectorAll("[data-uploads]")];
  const main = inputs.find((input) => input.multiple) || inputs[0];
  const list = document.createElement("ul");
  const said = document.createElement("p");
  list.className = "chosen";
  said.className = "field__hint";
  said.setAttribute("role", "status");
  main.closest(".field").append(list, said);
  let chosen = [];

  const draw = () => {
    list.replaceChildren(...chosen.map((file) => {
      const row = document.createElement("li");
      const name = document.createElement("bdi");
      const remove = document.createElement("button");
      name.textContent = file.name;
      remove.type = "button";
      remove.className = "btn btn--quiet";
      remove.textContent = "برداشتن";
      remove.setAttribute("aria-label", `برداشتن ${file.name}`);
      remove.addEventListener("click", () => { chosen = chosen.filter((other) => other !== file); draw(); });
      row.append(name, remove);
      return row;
    }));
    said.textContent = chosen.length ? `${fa(chosen.length)} فایل آمادهٔ فرستادن` : "";
    put(main, chosen);
  };

  // Several fields, or one that takes several, fill one list; a single field is left as the browser shows it.
  if (main.multiple) inputs.forEach((input) => input.addEventListener("change", () => {
    chosen = [...chosen, ...[...input.files].filter((file) => !chosen.includes(file))];
    if (input !== main) put(input, []);
    draw();
  }));

  form.addEventListener("submit", async (event) => {
    const files = [...main.files];
    if (form.dataset.ready || !files.length) return;
    event.preventDefault();
    const { submitter } = event;
    if (submitter) submitter.disabled = true;
    said.textContent = "عکس‌ها آماده می‌شود…";
    const ready = [];
    for (const file of files) ready.push(await shrink(file));
    await new Promise((done) => { setTimeout(done); }); // a form cannot be sent again while its sending is being asked about
    const wrong = wrongWith(ready, main.dataset);
    if (submitter) submitter.disabled = false;
    said.textContent = wrong || "در حال فرستادن… صفحه را نبندید.";
    said.classList.toggle("field__error", Boolean(wrong));
    if (wrong) return;
    put(main, ready);
    form.dataset.ready = "yes";
    form.requestSubmit(submitter);
    addEventListener("pageshow", () => { delete form.dataset.ready; said.textContent = ""; }, { once: true });
  }, { capture: true });
};

new Set([...document.querySelectorAll("[data-uploads]")].map((input) => input.form)).forEach(gather);
