// A static host, as plain as they come, that counts what it is asked for.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize, sep } from "node:path";
import { fileURLToPath } from "node:url";

const TYPES = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".md": "text/markdown",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
};

/** Serves a folder below `/some/place/` on a free port: the page must not need the root of its host. */
export async function host(folder) {
  const root = normalize(fileURLToPath(folder) + sep);
  const place = "/some/place/";
  const asked = [];
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    asked.push(pathname);
    const name = decodeURIComponent(pathname.slice(place.length)) || "index.html";
    const path = normalize(join(root, name));
    try {
      if (!pathname.startsWith(place) || !path.startsWith(root)) throw new Error("outside");
      const body = await readFile(path);
      response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "application/octet-stream" }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  return {
    origin: `http://127.0.0.1:${port}`,
    address: `http://127.0.0.1:${port}${place}`,
    asked,
    close: () => new Promise((resolve) => (server.close(resolve), server.closeAllConnections())),
  };
}
