// A phone's photo is made smaller and written anew before it leaves the phone: turned upright,
// without place and camera. The server does the same for what comes as it is.
"use strict";
(() => {
  const LONGEST_SIDE = 2400;
  const QUALITY = 0.85;
  const PHOTOS = ["image/jpeg", "image/webp", "image/heic", "image/heif"];

  async function drawn(file) {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    const pen = canvas.getContext("2d");
    // What was transparent turns white, not black.
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    return new Promise((resolve) => { canvas.toBlob(resolve, "image/jpeg", QUALITY); });
  }

  async function smaller(file) {
    if (!PHOTOS.includes(file.type)) { return file; }
    // What this browser cannot read, the server looks at.
    const blob = await drawn(file).catch(() => null);
    return blob ? new File([blob], `${file.name.replace(/\.[^.]*$/, "")}.jpg`, { type: "image/jpeg" }) : file;
  }

  window.reportPhotos = { smaller };
})();
