// Forms that ask the device for a passkey. Without this script, or in a browser that knows no
// passkeys, they stay hidden: everything works with passwords as well.
for (const area of document.querySelectorAll("[data-passkey]")) {
  const knows = window.PublicKeyCredential?.parseCreationOptionsFromJSON;
  if (!knows) continue;
  const form = area.querySelector("form");
  const trouble = area.querySelector("[data-passkey-trouble]");
  const already = area.querySelector("[data-passkey-already]");
  let asking = false;
  const options = JSON.parse(area.dataset.options);
  area.hidden = false;
  for (const words of document.querySelectorAll("[data-passkey-without]")) words.hidden = true;

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    // Pressed twice it is asked once; a second question would be refused as trouble.
    if (asking) return;
    asking = true;
    for (const words of [trouble, already]) if (words) words.hidden = true;
    try {
      form.elements.answer.value = JSON.stringify(await answer(area.dataset.passkey, options));
    } catch (refused) {
      // The device has this one already, which trying again does not change; otherwise cancelled,
      // too late, or the device has none: nothing has happened.
      const isKnown = already && refused.name === "InvalidStateError";
      (isKnown ? already : trouble).hidden = false;
      return;
    } finally {
      asking = false;
    }
    form.submit();
  });
}

async function answer(kind, options) {
  const credential =
    kind === "new"
      ? await navigator.credentials.create({
          publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options),
        })
      : await navigator.credentials.get({
          publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options),
        });
  return credential.toJSON();
}
