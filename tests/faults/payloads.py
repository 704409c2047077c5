"""Texts that try to be obeyed: by a page, a database, a spreadsheet, a terminal, a shell or a file system."""

PAYLOADS = (
    "<script>alert(1)</script>", "</script><script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "' onload='alert(1)",
    '" onload="alert(1)', "<svg/onload=alert(1)>", "javascript:alert(1)", "</title><script>x</script>", "</style><b>", "<!--", "-->", "]]>",
    "&lt;script&gt;", "&#60;b&#62;", "{{7*7}}", "${7*7}", "%{x}", "{0}{}", "%s%n%x", "'; DROP TABLE cell; --", '"; DELETE FROM chunk; --',
    "' OR 1=1 --", "=cmd|' /C calc'!A0", "=HYPERLINK(\"http://x\")", "+1+1", "-1+cmd", "@SUM(1)", "\t=1+1", "../../etc/passwd", "/etc/passwd",
    "..\\..\\x", "a/b", "$(touch owned)", "`touch owned`", "; touch owned", "| touch owned", "a\nb", "a\rb", "a,b", 'a"b', "a|b", "*", "-rf", "--help",
    "\x1b[31mred", "\x1b]0;title\x07", "\x1b[2J", "\x9b31m", "\u202eabc", "\u2066x", "\u200b", "\ufeff", "\u2028", "e\u0301", "\U0001f4a3", "a" * 300,
    "con", "nul", ".", "..", "~", "#", "%00", "\\x00", "\\", "\u00e9",
)
