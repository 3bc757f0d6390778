"""One terminal: keys in, tagged text out, nothing else (ios-cli 4).

The terminal knows what is on the screen and what a key means at this moment; what a line means, the session knows.
Every front end carries keys to `key` and draws what `take` or `screen` gives, so they cannot differ. Only printable
characters, CR, LF, BS, BEL and the TAB of some displays are ever printed. What a key means depends on the state, see `cli.output`.

Messages nobody asked for are printed at once and the pending input is not redrawn (4.7); with `synchronous` they wait
until the line is empty or the prompt is next drawn.

Invariant: while a command runs nobody is asked, and keys wait in `_typed`; they are typed as soon as somebody asks.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from iossim.cli.editor import EDITS, WITHOUT_EDITING
from iossim.cli.help import help_lines
from iossim.cli.job import Ask
from iossim.cli.keys import INTERRUPT, canonical, keys_of, printable
from iossim.cli.output import EDITED, Output, Prompted
from iossim.cli.output import State as State
from iossim.cli.pager import ERASE, EXPLAIN, FILTERING, MORE, Wish, page_size, wish
from iossim.cli.screen import Kind
from iossim.cli.session import Session

START_SCREEN = "\n\nPress RETURN to get started!\n\n\n"
AVAILABLE = "\n" * 32 + "{host} con0 is now available\n\n\n\n\n\nPress RETURN to get started.\n\n\n"
TYPED_AHEAD = 100_000  # keys kept while a command runs


class Terminal(Output):
    """See the module. `line_width` and its kin are what each session starts with; `escape` is the key that interrupts."""

    def __init__(self, session: Session, width: int = 80, length: int = 24) -> None:
        super().__init__(width, length)
        self.session = session
        session.display = self
        self.line_width, self.line_length = width, length
        self.editing = self.line_editing = True
        self.escape = self.line_escape = INTERRUPT
        self.synchronous = False
        self._typed: deque[str] = deque()
        self._escape = False
        self._literal = False
        self._draining = False
        self._logged: list[str] | None = None
        self._sign = ""

    # Front ends

    def key(self, name: str) -> None:
        """A key has been pressed."""
        name = canonical(name)
        if self.state is State.BUSY and name in (self.escape, "c-c"):
            self.session.interrupt()
        elif self.state not in (State.DARK, State.CLOSED) and len(self._typed) < TYPED_AHEAD:
            self._typed.append(name)
        self.resume()

    def paste(self, text: str) -> None:
        """Type a text, key by key."""
        for name in keys_of(text):
            self.key(name)

    @property
    def closed(self) -> bool:
        """True when the line has gone: nothing more will come."""
        return self.state is State.CLOSED

    @property
    def waiting(self) -> bool:
        """True when a prompt, a question or the start screen is shown: the next step is the user's."""
        return self.state in _HANDLERS

    @property
    def last_line(self) -> str:
        """What is asked, and what has been typed: the prompt, whatever message has been printed behind it since."""
        if self.state in EDITED or self.state is State.KEY:
            return self._base + (self.editor.text if self._prompted.seen else "")
        return MORE if self.state is State.MORE else self.screen.current

    @property
    def lines(self) -> deque[str]:
        """The finished lines on the screen, oldest first; see `Screen` for the current one and the cursor."""
        return self.screen.lines

    @property
    def revision(self) -> int:
        """Grows with everything that is printed."""
        return self.screen.revision

    # The device

    def unasked(self, text: str) -> None:
        """Print a message nobody asked for: a new line, the text, nothing behind it."""
        if self.synchronous and self.state not in (State.DARK, State.IDLE, State.CLOSED):
            self._held.append(text)
            if self.state is State.LINE and not self.editor.text:
                self._redisplay()
        else:
            self.screen.print(Kind.UNASKED, "\n" + text)

    def logged(self, text: str) -> None:
        """Print a log message; the logger gets the processor when the command at work lets go of it.

        A dialog that comes before the start screen (the setup dialog of an empty box) does not let go of it at all.
        """
        if self.session.booting:
            self._held.append(text)
        elif self._logged is None:
            self.unasked(text)
        else:
            self._logged.append(text)

    def print(self, text: str) -> None:
        """Print text as it is, whatever the state: boot messages."""
        self.screen.print(Kind.UNASKED, text)

    def power_off(self) -> None:
        """Power is gone: the session and all that was typed ahead; what is on the screen stays."""
        self._let_go()
        self.session.reset()
        self._restart(State.DARK)

    def start_screen(self) -> None:
        """`Press RETURN to get started!`: nobody is here; then what was logged meanwhile."""
        self.session.reset()
        held = tuple(self._held)
        self._restart(State.IDLE)
        self.screen.print(Kind.UNASKED, START_SCREEN)
        for text in held:
            self.unasked(text)

    def connect(self, level: int | None = None) -> None:
        """Start the session without waiting for Return: a vty, or a console that is already in use at a level."""
        self.session.reset()
        self._restart(State.BUSY)
        self.session.begin(level)

    # The session

    def ask(self, question: Ask) -> None:
        """Print a question and wait for its answer."""
        state = State.KEY if question.confirm else State.ANSWER
        self._enqueue(Prompted(question.prompt, Kind.QUESTION, state, question.echo, several=question.text))

    def ready(self) -> None:
        """Print the prompt and read a line."""
        self._enqueue(Prompted(self.session.prompt()))

    def hold(self) -> None:
        """A command is at work: what is logged waits."""
        if self._logged is None:
            self._logged = []

    def resume(self) -> None:
        """Print what was logged, and go on with keys typed ahead, as long as somebody wants them."""
        self._let_go()
        if self._draining:
            return
        self._draining = True
        try:
            while self._typed and self.state in _HANDLERS:
                self._press(self._typed.popleft())
                self._let_go()
        finally:
            self._draining = False

    def _let_go(self) -> None:
        """Print what was logged while a command was at work."""
        logged, self._logged = self._logged, None
        for text in logged or ():
            self.unasked(text)

    def finish(self) -> None:
        """The EXEC ends when everything has been read."""
        self._enqueue(Prompted("", state=State.CLOSED))

    def leave(self) -> None:
        """Everything has been read."""
        self.session.hang_up()

    def hang_up(self) -> None:
        """The EXEC has ended."""
        if self.session.console:
            self._restart(State.IDLE)
            self.screen.print(Kind.OUTPUT, AVAILABLE.format(host=self.session.host.hostname))
        else:
            self._restart(State.CLOSED)

    def caret(self, column: int) -> int:
        """The screen column at which a column of the entered line stands."""
        return len(self._prompted.text) + max(0, column - self._echo.offset)

    def _restart(self, state: State) -> None:
        """Whoever was here has gone."""
        self._drop()
        self._typed.clear()
        self._escape = self._literal = False
        self.width, self.length, self.editing = self.line_width, self.line_length, self.line_editing
        self.escape = self.line_escape
        self.state = state
        self.screen.stirred()

    # Keys

    def _press(self, name: str) -> None:
        """Give a key to whoever waits for one."""
        if self.state in EDITED:
            if self._literal:
                self._literal = False
                self._type(name)
                return
            if self._escape:
                self._escape = False
                name = f"m-{name.lower()}" if len(name) == 1 else name
            elif name == "escape":
                self._escape = True
                return
        _HANDLERS[self.state](self, name)

    def _idle_key(self, name: str) -> None:
        if name == "enter":
            self.screen.print(Kind.ECHO, "\n\n")
            self.state = State.BUSY
            self.session.begin()

    def _line_key(self, name: str) -> None:
        """A key at the prompt."""
        if name == "enter":
            self._enter("", False)
        elif name == "c-z":
            self._enter("^Z", True)
        elif name == "c-c":
            self._new_line("^C" if self.session.configuring else "")
            self.state = State.BUSY
            self.session.abandon()
        elif name == "?":
            self._help()
        elif name == "tab":
            self._complete()
        elif name in ("c-p", "up", "c-n", "down"):
            self._recall(1 if name in ("c-p", "up") else -1)
        else:
            self._edit_key(name)
        if self._held and self.state is State.LINE and not self.editor.text:
            self._redisplay()

    def _answer_key(self, name: str) -> None:
        """A key of a line that answers a question."""
        ended = name == "c-z" and self._prompted.several
        if name == "enter" or ended:
            self._new_line("^Z" if ended else "")
            self.state = State.BUSY
            if not self._prompted.seen:
                self.editor.kills.clear()  # a password is nothing to paste
            self.session.answer(self.editor.text, ended)
        elif name == "c-c" or self._interrupts(name):
            self._new_line("^C" if name == "c-c" else "")
            self.state = State.BUSY
            self.session.interrupt()
        else:
            self._edit_key(name)

    def _one_key(self, name: str) -> None:
        """The key that answers a question; an unseen one carries every key but the interrupt, for a nested terminal."""
        seen = self._prompted.seen
        self.state = State.BUSY
        if name == self.escape or (name == "c-c" and seen):
            if seen:
                self._new_line()
            self.session.interrupt()
            return
        if seen:
            self._new_line(name if printable(name) else "")
        self.session.answer("" if name == "enter" else name)

    def _more_key(self, name: str) -> None:
        """A key at ` --More-- `."""
        wanted = wish(name)
        if self.screen.current.endswith(MORE):
            self.screen.emit(Kind.ECHO, ERASE)
        else:  # a message has been printed behind it
            self._new_line()
        if wanted is Wish.PAGE:
            self._page(page_size(self.length))
        elif wanted is Wish.LINE:
            self._page(1)
        elif wanted is Wish.EXPLAIN:
            self.screen.print(Kind.QUESTION, EXPLAIN + "\n" + MORE)
        elif wanted is Wish.FILTER:
            self._sign = name
            self._show(Prompted(name, Kind.ECHO, State.SIFT))
        else:
            self._quit()
        self._flow()

    def _quit(self) -> None:
        """The rest of the listing is not wanted, nor what was to be printed behind it."""
        self._listing = None
        self.state = State.BUSY
        while self._queue and not isinstance(self._queue[0], Prompted):
            self._queue.popleft()

    def _sift_key(self, name: str) -> None:
        """A key of the filter typed at ` --More-- `."""
        if name in ("c-c", "c-z") or self._interrupts(name):
            self._new_line()
            self._quit()
            self._flow()
        elif name == "enter":
            self._new_line()
            self.screen.print(Kind.OUTPUT, FILTERING + "\n")
            if self._listing is not None:
                self._listing = self._listing.sift(self._sign, self.editor.text)
            self._page(page_size(self.length))
            self._flow()
        else:
            self._edit_key(name)

    # The line

    def _enter(self, echo: str, leave: bool) -> None:
        self._new_line(echo)
        self.state = State.BUSY
        self.session.enter(self.editor.text, leave)

    def _edit_key(self, name: str) -> None:
        """A key that changes the line."""
        if name in ("c-r", "c-l"):
            self._new_line()
            self._redisplay()
        elif name in ("c-v", "m-q"):
            self._literal = True
        elif self._interrupts(name):
            return
        elif printable(name):
            self._type(name)
        elif (self.editing or name in WITHOUT_EDITING) and name in EDITS and self.editor.press(name):
            self._draw()
        else:
            self._bell()

    def _interrupts(self, name: str) -> bool:
        """Whether a key is the escape character, where one that can be typed is typed."""
        return name == self.escape and not printable(name)

    def _type(self, name: str) -> None:
        if printable(name) and self.editor.insert(name):
            self._draw()
        else:
            self._bell()

    def _recall(self, steps: int) -> None:
        if self.editing and self.editor.recall(self.session.history, steps):
            self._draw()
        else:
            self._bell()

    def _complete(self) -> None:
        """Tab: always a new line with the prompt and the text, completed or with a bell."""
        completed = self.session.complete(self.editor.text[: self.editor.cursor])
        done = completed is not None and self.editor.replace_head(completed)
        self._new_line()
        if not done:
            self._bell()
        self._redisplay()

    def _help(self) -> None:
        """`?`: the choices, then the prompt and the text again."""
        self._new_line("?")
        text = self.editor.text[: self.editor.cursor]
        again = self._again()
        self.state = State.BUSY
        self.listing(help_lines(self.session.help(text), self.width))
        self._enqueue(again)


_HANDLERS: dict[State, Callable[[Terminal, str], None]] = {
    State.IDLE: Terminal._idle_key,
    State.LINE: Terminal._line_key,
    State.ANSWER: Terminal._answer_key,
    State.KEY: Terminal._one_key,
    State.MORE: Terminal._more_key,
    State.SIFT: Terminal._sift_key,
}
