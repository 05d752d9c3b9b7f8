// The page to drop files on. What is shown of files is made by the program; this hands files over and puts answers in.

const page = document.body;
const say = (key, name = "") => page.dataset[key].replace("{name}", name);
const drop = document.getElementById("drop");
const area = document.getElementById("round");
const progress = document.getElementById("progress");
const problem = document.querySelector(".problem");
const bar = progress.querySelector("progress");
const status = progress.querySelector("p");
const query = `?lang=${page.dataset.language}`;
let running = null;

const round = () => area.querySelector("#results")?.dataset.round;
const address = (id) => `rounds${id ? `/${encodeURIComponent(id)}` : ""}${query}`;

function complain(text) {
  problem.textContent = text;
  problem.hidden = !text;
}

function busy(on, text = "") {
  progress.hidden = !on;
  if (text || !on) { status.textContent = text; }
  for (const input of page.querySelectorAll("input, [data-remove], [data-clear]")) { input.disabled = on; }
}

// Results come as HTML that the program has made; names and sentences in it are text.
function show(html) {
  area.innerHTML = html;
  const id = round();
  history.replaceState(null, "", `${location.pathname}${location.search}${id ? `#${id}` : ""}`);
  for (const link of page.querySelectorAll("[data-switch]")) { link.hash = id ?? ""; }
  // The rules lead back to here.
  for (const link of page.querySelectorAll("[data-rules]")) {
    link.search = query + (id ? `&round=${encodeURIComponent(id)}` : "");
  }
}

async function* lines(response) {
  let rest = "";
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) { return; }
    rest += value;
    const whole = rest.split("\n");
    rest = whole.pop();
    for (const line of whole) { yield JSON.parse(line); }
  }
}

function form(files, fields = {}) {
  const data = new FormData();
  for (const { file, name } of files) { data.append("files", file, name); }
  for (const file of document.getElementById("previous").files) { data.append("previous", file, file.name); }
  const units = document.getElementById("units").files[0];
  if (units) { data.append("units", units, units.name); }
  data.append("folders", document.getElementById("folders").checked ? "1" : "0");
  for (const [field, value] of Object.entries(fields)) { data.append(field, value); }
  return data;
}

async function send(files, fields = {}) {
  if (running || (!files.length && !Object.keys(fields).length)) { return; }
  complain("");
  const size = files.reduce((sum, { file }) => sum + file.size, 0);
  if (size > page.dataset.megabytes * 2 ** 20) { complain(say("tooLarge")); return; }
  if (files.length > page.dataset.files) { complain(say("tooMany")); return; }
  running = new AbortController();
  busy(true, say("sending"));
  bar.max = files.length || 1;
  bar.removeAttribute("value");
  let begun = 0;
  let last = null;
  try {
    const response = await fetch(address(round()), { method: "POST", body: form(files, fields), signal: running.signal });
    if (!response.ok) { last = { problem: await response.text() }; }
    else {
      for await (const line of lines(response)) {
        if (line.begun) {
          // An archive holds more files than it is.
          bar.max = Math.max(bar.max, begun + 1);
          bar.value = begun++;
          status.textContent = say("busy", line.begun);
        } else { last = line; }
      }
    }
  } catch (error) {
    last = { problem: say(error.name === "AbortError" ? "stopped" : "lost") };
  }
  running = null;
  busy(false);
  if (last?.html) {
    show(last.html);
    for (const id of ["previous", "units"]) { document.getElementById(id).value = ""; }
    document.getElementById("results-title").focus();
  } else { complain(last?.problem ?? say("lost")); }
}

const named = (list) => [...list].map((file) => ({ file, name: file.webkitRelativePath || file.name }));

// A folder that is dropped is walked through; its files keep their places in it as their names.
async function inside(entry, files) {
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => { entry.file(resolve, reject); });
    files.push({ file, name: entry.fullPath.replace(/^\//, "") });
  } else if (entry.isDirectory) {
    const reader = entry.createReader();
    for (;;) {
      const some = await new Promise((resolve, reject) => { reader.readEntries(resolve, reject); });
      if (!some.length) { return; }
      for (const one of some) { await inside(one, files); }
    }
  }
}

async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) { return named(transfer.files); }
  const files = [];
  for (const entry of entries) { await inside(entry, files); }
  return files;
}

const target = (event) => event.target.closest?.(".card") ?? drop;

for (const kind of ["dragenter", "dragover"]) {
  document.addEventListener(kind, (event) => {
    event.preventDefault();
    for (const one of page.querySelectorAll(".over")) { one.classList.remove("over"); }
    target(event).classList.add("over");
  });
}
document.addEventListener("dragleave", (event) => { target(event).classList.remove("over"); });
document.addEventListener("drop", async (event) => {
  event.preventDefault();
  const card = event.target.closest?.(".card");
  for (const one of page.querySelectorAll(".over")) { one.classList.remove("over"); }
  const files = await dropped(event.dataTransfer);
  send(files, card && files.length === 1 ? { replaces: card.dataset.path } : {});
});

page.addEventListener("change", async (event) => {
  const { id, dataset, files } = event.target;
  if (id === "files" || id === "folder") { await send(named(files)); event.target.value = ""; }
  else if (dataset.replace !== undefined && files.length) { await send(named(files), { replaces: dataset.replace }); }
  else if (round() && ((["previous", "units"].includes(id) && files.length) || id === "folders")) {
    await send([], { again: "1" });
  } else if (event.target.closest(".letter-fields")) {
    const fields = area.querySelectorAll(".letter-fields input");
    for (const link of area.querySelectorAll('a[href*="letter"], a[href*="all.zip"]')) {
      const there = new URL(link.href);
      for (const field of fields) { there.searchParams.set(field.name, field.value); }
      link.href = there;
    }
  }
});

page.addEventListener("click", async (event) => {
  const { id, dataset } = event.target;
  if (dataset.remove !== undefined) { await send([], { removes: dataset.remove }); }
  else if (dataset.clear !== undefined) {
    await fetch(address(round()), { method: "DELETE" }).catch(() => complain(say("lost")));
    show("");
    document.getElementById("files").focus();
  } else if (id === "stop") { running?.abort(); }
  else if (id === "quit") {
    await fetch(`quit${query}`, { method: "POST" }).catch(() => {});
    const said = document.createElement("p");
    said.textContent = say("hasQuit");
    page.replaceChildren(said);
  }
});

drop.addEventListener("submit", (event) => event.preventDefault());

// Back from the page of a file, or in the other language: what was told is still there.
if (location.hash.length > 1) {
  const response = await fetch(address(decodeURIComponent(location.hash.slice(1)))).catch(() => null);
  if (response?.ok) { show(await response.text()); }
  else { complain(response ? await response.text() : say("lost")); }
}
