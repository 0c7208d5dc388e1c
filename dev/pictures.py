"""Pictures of the guides, taken in Chromium from a served database.

Runs in the host's environment: ``python -m dev.pictures ADDRESS CHROMIUM DATABASE
[NAME …]``. What is pictured stands in ``docs/vi/pictures.json``, a picture a line: of
which ``database`` (``demo`` unless it says ``empty``), whose screen it is (``login``),
where (``url``), what must be there (``wait``), what is pressed before (``press``,
selectors one after the other), how large the window is (``width``, ``height``), and of
which files the screen is made (``sources``).
"""

import base64
import contextlib
import itertools
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.request import urlopen

import websocket

from dev.guides import IMAGES, read_pictures

PATIENCE = 30
PASSWORDS = {"admin": "admin"}
DEMO_PASSWORD = "demo"
# What moves, and what is not of the screen: neither belongs into a picture.
QUIET = """
    *, *::before, *::after { animation: none !important; transition: none !important }
    .o_notification_manager, .o-mail-ChatHub { display: none !important }
    * { caret-color: transparent !important }
"""


class Page:
    """A page of Chromium, spoken to by its own protocol."""

    def __init__(self, address):
        self.ids = itertools.count(1)
        self.socket = websocket.create_connection(
            address, suppress_origin=True, timeout=PATIENCE
        )
        for domain in ("Page", "Runtime", "Network"):
            self.send(f"{domain}.enable")

    def send(self, method, **params):
        """Send a command; give its result. Raises ``RuntimeError`` if refused."""
        number = next(self.ids)
        self.socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]

    def run(self, expression):
        """Evaluate JavaScript and give its value; an error counts as nothing."""
        answer = self.send(
            "Runtime.evaluate",
            expression=expression,
            awaitPromise=True,
            returnByValue=True,
        )
        return answer["result"].get("value")

    def wait(self, selector):
        """Wait until something is there; raises ``RuntimeError`` if it never is."""
        end = time.monotonic() + PATIENCE
        there = f"Boolean(document.querySelector({json.dumps(selector)}))"
        while not self.run(there):
            if time.monotonic() > end:
                seen = self.run("location.href + ' ' + document.body.innerText")
                raise RuntimeError(f"{selector} never came: {seen[:400]}")
            time.sleep(0.1)

    def open(self, url):
        self.send("Page.navigate", url=url)
        time.sleep(0.3)

    def press(self, selector):
        self.wait(selector)
        self.run(f"document.querySelector({json.dumps(selector)}).click()")
        time.sleep(0.6)

    def log_in(self, address, login):
        self.send("Storage.clearDataForOrigin", origin=address, storageTypes="all")
        self.open(f"{address}/web/login")
        self.wait("input[name=password]")
        password = PASSWORDS.get(login, DEMO_PASSWORD)
        names = {"login": login, "password": password}
        for name, value in names.items():
            field = f"document.querySelector('input[name={name}]').value"
            self.run(f"{field} = {json.dumps(value)}")
        self.run("document.querySelector('.oe_login_form').submit()")
        self.wait(".o_main_navbar")

    def take(self, address, picture):
        """Return a picture as PNG, in bytes."""
        size = picture.get("width", 1280), picture.get("height", 760)
        self.send(
            "Emulation.setDeviceMetricsOverride",
            width=size[0],
            height=size[1],
            deviceScaleFactor=1,
            mobile=False,
        )
        self.open(address + picture["url"])
        for selector in picture.get("press", ()):
            self.press(selector)
        self.wait(picture["wait"])
        style = "document.head.appendChild(document.createElement('style'))"
        self.run(f"{style}.textContent = {json.dumps(QUIET)}")
        time.sleep(1)
        shot = self.send("Page.captureScreenshot", format="png")
        return base64.b64decode(shot["data"])


@contextlib.contextmanager
def chromium(program):
    """Give a ``Page`` of a browser of its own, which ends with the block."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        options = (
            "--headless=new",
            "--no-sandbox",
            "--hide-scrollbars",
            "--lang=vi",
            "--remote-debugging-port=0",
            f"--user-data-dir={folder}",
            "about:blank",
        )
        process = subprocess.Popen(
            [program, *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield Page(find_page(Path(folder)))
        finally:
            process.terminate()
            process.wait(PATIENCE)


def find_page(folder):
    """Return the address of the first page of a browser that has just begun."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with contextlib.suppress(OSError, IndexError):
            port = (folder / "DevToolsActivePort").read_text().split()[0]
            with urlopen(f"http://127.0.0.1:{port}/json/list") as answer:
                pages = [each for each in json.load(answer) if each["type"] == "page"]
            return pages[0]["webSocketDebuggerUrl"]
        time.sleep(0.1)
    raise RuntimeError("Chromium did not start")


def main(address, program, database, *names):
    """Take the pictures of a database, or those that are named; return the exit
    status."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    pictures = [
        picture
        for picture in read_pictures()
        if picture.get("database", "demo") == database
        and (not names or picture["name"] in names)
    ]
    failed = 0
    with chromium(program) as page:
        for login, group in itertools.groupby(pictures, lambda p: p["login"]):
            page.log_in(address, login)
            for picture in group:
                failed += not save(page, address, picture)
    return int(bool(failed))


def save(page, address, picture):
    """Take a picture and write it; return whether it could be taken."""
    try:
        taken = page.take(address, picture)
    except RuntimeError as error:
        print(f"  {picture['name']}: {error}", flush=True)
        return False
    (IMAGES / f"{picture['name']}.png").write_bytes(taken)
    print(f"  {picture['name']}.png: {len(taken) // 1024} kB", flush=True)
    return True


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
