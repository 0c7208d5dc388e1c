"""A browser driven as people drive it: real keys, a real mouse, tabs that are closed.

Tours run inside the page, so they cannot reload it, close it or cut its network. This
speaks to Chromium from outside, by its own protocol.
"""

import base64
import itertools
import json
import time
from contextlib import contextmanager, suppress

from odoo.tests import HttpCase
from odoo.tests.common import HOST, ChromeBrowser, _registry_test_lock

try:
    import websocket
except ImportError:  # the tests of the browser are skipped without it
    websocket = None

KEYS = {
    "Enter": (13, "\r"),
    "Tab": (9, ""),
    "ArrowDown": (40, ""),
    "ArrowUp": (38, ""),
    "Escape": (27, ""),
    "Delete": (46, ""),
    "z": (90, ""),
}
MODIFIERS = {"alt": 1, "ctrl": 2, "shift": 8}
PATIENCE = 120  # seconds: for machines that do other things as well


class Tab:
    """One tab.

    :param browser: the ``ChromeBrowser`` whose cookies it has
    """

    def __init__(self, browser):
        self.browser = browser
        self.errors = []
        self._ids = itertools.count(1)
        target = browser._websocket_request(
            "Target.createTarget", params={"url": "about:blank"}
        )
        self.target = target["targetId"]
        self.socket = websocket.create_connection(
            f"ws://{HOST}:{browser.devtools_port}/devtools/page/{self.target}",
            suppress_origin=True,
            timeout=PATIENCE,
        )
        for domain in ("Page", "Runtime", "Network"):
            self.send(f"{domain}.enable")
        self.send("Emulation.setFocusEmulationEnabled", enabled=True)
        self.send("Page.setDownloadBehavior", behavior="deny")
        self.resize(1366, 768)

    def resize(self, width, height, mobile=False):
        self.send(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=mobile,
        )

    def send(self, method, **params):
        """Send a command; give its result.

        :raise RuntimeError: when the browser refuses it
        """
        number = next(self._ids)
        self.socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self._on_event(**answer)

    def _on_event(self, method="", params=None, **_rest):
        if method == "Page.javascriptDialogOpening":
            self.errors.append(f"a question: {params['message']}")
            message = {"method": "Page.handleJavaScriptDialog", "id": next(self._ids)}
            self.socket.send(json.dumps({**message, "params": {"accept": True}}))
        elif method == "Runtime.exceptionThrown":
            details = params["exceptionDetails"]
            text = details.get("exception", {}).get("description") or details["text"]
            self.errors.append(text)

    def run(self, expression):
        """Evaluate JavaScript; give its value, a promise's once it is there.

        :raise RuntimeError: with the error that it throws
        """
        answer = self.send(
            "Runtime.evaluate",
            expression=expression,
            awaitPromise=True,
            returnByValue=True,
        )
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"]["exception"]["description"])
        return answer["result"].get("value")

    def has(self, selector):
        return self.run(f"Boolean(document.querySelector({json.dumps(selector)}))")

    def wait_for(self, selector, patience=PATIENCE):
        """Wait until something is there.

        :raise AssertionError: if it never is
        """
        self.wait_until(f"document.querySelector({json.dumps(selector)})", patience)

    def wait_until(self, expression, patience=PATIENCE):
        end = time.monotonic() + patience
        while time.monotonic() < end:
            # where it fails the page is just going away
            with suppress(RuntimeError):
                if self.run(f"Boolean({expression})"):
                    return
            time.sleep(0.05)
        seen = self.run("[location.href, document.body?.innerText.slice(0, 500)]")
        raise AssertionError(
            f"{expression} was not true within {patience} s: {seen}, {self.errors}"
        )

    def open(self, url):
        self.send("Page.navigate", url=url)

    def reload(self):
        self.send("Page.reload")

    def back(self):
        self.run("history.back()")

    def close(self):
        """Close it as its cross does."""
        self.send("Page.close")
        self.socket.close()

    def crash(self):
        """Let its process end at once: the page is told nothing."""
        message = {"id": next(self._ids), "method": "Page.crash", "params": {}}
        self.socket.send(json.dumps(message))
        time.sleep(0.5)
        self.kill()

    def kill(self):
        """Close it without asking it."""
        self.browser._websocket_request(
            "Target.closeTarget", params={"targetId": self.target}
        )
        self.socket.close()

    def click(self, selector):
        """Click with the mouse in the middle of what is there."""
        self.wait_for(selector)
        place = self.run(
            f"""(() => {{
                const element = document.querySelector({json.dumps(selector)});
                element.scrollIntoView({{block: "center"}});
                const box = element.getBoundingClientRect();
                return [box.x + box.width / 2, box.y + box.height / 2];
            }})()"""
        )
        mouse = {"x": place[0], "y": place[1], "button": "left", "clickCount": 1}
        for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
            self.send("Input.dispatchMouseEvent", type=kind, **mouse)

    def type(self, text):
        """Type letter by letter into what has the cursor."""
        for letter in text:
            self.send("Input.dispatchKeyEvent", type="keyDown", text=letter, key=letter)
            self.send("Input.dispatchKeyEvent", type="keyUp", key=letter)

    def press(self, key, *modifiers):
        number, text = KEYS[key]
        event = {
            "key": key,
            "code": key,
            "windowsVirtualKeyCode": number,
            "modifiers": sum(MODIFIERS[name] for name in modifiers),
        }
        self.send("Input.dispatchKeyEvent", type="keyDown", text=text, **event)
        self.send("Input.dispatchKeyEvent", type="keyUp", **event)

    def set_offline(self, offline):
        """Use the browser's own switch for the network."""
        self.send(
            "Network.emulateNetworkConditions",
            offline=offline,
            latency=0,
            downloadThroughput=-1,
            uploadThroughput=-1,
        )

    def take_picture(self):
        """Return what is seen, as PNG."""
        return base64.b64decode(self.send("Page.captureScreenshot")["data"])


class ChromeCase(HttpCase):
    """Tests that drive tabs from outside."""

    @contextmanager
    def open_browser(self, login):
        """Yield a function that opens a tab, for a user who is logged in."""
        browser = ChromeBrowser(self)
        try:
            with self.allow_requests(browser=browser):
                self.browser = browser
                self.log_in(login)
                self.observer = Tab(browser)
                self.observer.open(f"{self.base_url()}/web/health")
                yield lambda: Tab(browser)
                self._wait_remaining_requests()
        finally:
            browser.stop()
            self.env.invalidate_all()

    def log_in(self, login):
        """Give the browser the session of a user, in place of the one it has."""
        # the session is made by the test itself, while no request has the database
        with _registry_test_lock:
            self.authenticate(login, login, browser=self.browser)
            self.cr.flush()
            self.cr.clear()

    def read_saved(self, record, field):
        """Read a field of a record as the server has it now, from a tab of its own."""
        params = {
            "model": record._name,
            "method": "read",
            "args": [record.ids, [field]],
            "kwargs": {},
        }
        url = f"/web/dataset/call_kw/{record._name}/read"
        call = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params})
        answer = self.observer.run(
            f"""fetch({json.dumps(url)}, {{
                method: "POST",
                headers: {{"Content-Type": "application/json"}},
                body: {json.dumps(call)},
            }}).then((response) => response.json())"""
        )
        return answer["result"][0][field]
