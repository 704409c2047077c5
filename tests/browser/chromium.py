"""A headless Chromium, driven through chromedriver by W3C WebDriver and the DevTools commands that it passes on.
Only the standard library. `installed()` says whether there is one."""

import base64
import json
import os
import shutil
import subprocess
import tempfile
import time
import urllib.request

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def find_browser():
    named = os.environ.get("CHROMIUM")
    return named or next((path for path in map(shutil.which, BROWSERS) if path), None)


def installed():
    return bool(find_browser() and shutil.which("chromedriver"))


class Browser:
    """One session. `network` is all that it asked for since the last take_log(), `console` all that it said."""

    def __init__(self):
        self.profile = tempfile.mkdtemp(prefix="myriad-browser-")
        self.driver = subprocess.Popen([shutil.which("chromedriver"), "--port=0"], stdout=subprocess.PIPE,
                                       stderr=subprocess.DEVNULL, text=True,
                                       env=dict(os.environ, HOME=self.profile))
        self.session = None
        self.console, self.network = [], []
        try:
            self.base = "http://127.0.0.1:%d" % self.read_port()
            self.session = self.call("POST", "/session", {"capabilities": {"alwaysMatch": {
                "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
                "goog:chromeOptions": {
                    "binary": find_browser(),
                    "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                             "--disable-background-networking", "--no-first-run", "--hide-scrollbars",
                             "--user-data-dir=" + os.path.join(self.profile, "profile")]}}}})["sessionId"]
        except Exception:
            self.close()
            raise

    def read_port(self):
        for line in self.driver.stdout:
            if "started successfully on port" in line:
                return int(line.rstrip().rstrip(".").rsplit(" ", 1)[1])
        raise RuntimeError("chromedriver did not start")

    def close(self):
        try:
            if self.session:
                self.call("DELETE", "/session/" + self.session)
        finally:
            self.driver.terminate()
            self.driver.wait(10)
            self.driver.stdout.close()
            for _ in range(20):  # the browser may still be writing its profile
                shutil.rmtree(self.profile, ignore_errors=True)
                if not os.path.exists(self.profile):
                    break
                time.sleep(0.1)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base + path, data, {"Content-Type": "application/json"}, method=method)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=60) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError("%s %s: %s" % (method, path, error.read().decode()[:600])) from None

    def devtools(self, command, **parameters):
        return self.call("POST", "/session/%s/goog/cdp/execute" % self.session,
                         {"cmd": command, "params": parameters})

    def open(self, path):
        self.call("POST", "/session/%s/url" % self.session, {"url": "file://" + os.path.abspath(path)})

    def main_thread_seconds(self, path):
        """Opens a page; the processor time that the main thread took until it was loaded."""
        self.devtools("Performance.enable", timeDomain="threadTicks")
        self.open(path)
        found = {one["name"]: one["value"] for one in self.devtools("Performance.getMetrics")["metrics"]}
        self.devtools("Performance.disable")
        return found["TaskDuration"]

    def run(self, script, *arguments):
        """The value of a function body; works with the page's own scripts forbidden, too."""
        return self.call("POST", "/session/%s/execute/sync" % self.session,
                         {"script": script, "args": list(arguments)})

    def allow_scripts(self, allowed):
        self.devtools("Emulation.setScriptExecutionDisabled", value=not allowed)

    def view(self, width, height=900, dark=False, media=""):
        self.devtools("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1,
                      mobile=width < 600)
        self.devtools("Emulation.setEmulatedMedia", media=media,
                      features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])

    def picture(self, path, whole=True, scale=1, clip=None):
        parameters = {"format": "png", "captureBeyondViewport": whole}
        if clip:
            parameters["clip"] = dict(zip(("x", "y", "width", "height"), clip), scale=scale)
        elif whole:
            size = self.devtools("Page.getLayoutMetrics")["cssContentSize"]
            parameters["clip"] = {"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": scale}
        with open(path, "wb") as file:
            file.write(base64.b64decode(self.devtools("Page.captureScreenshot", **parameters)["data"]))

    def pdf(self):
        return base64.b64decode(self.devtools("Page.printToPDF", printBackground=True, preferCSSPageSize=True)["data"])

    def take_log(self):
        """Reads what was said and asked for since the last call."""
        self.console = self.call("POST", "/session/%s/se/log" % self.session, {"type": "browser"})
        events = self.call("POST", "/session/%s/se/log" % self.session, {"type": "performance"})
        sent = [json.loads(event["message"])["message"] for event in events]
        self.network = [event["params"]["request"]["url"] for event in sent
                        if event["method"] == "Network.requestWillBeSent"]
        return self.console, self.network
