//! Terminals that go away, signals, and readers that close the pipe.

use crate::harness::terminal::Terminal;
use crate::harness::{Collection, binary};
use portable_pty::CommandBuilder;
use rustix::process::Signal;

/// A session on a terminal, one answer given and the next card on the screen.
fn sitting(collection: &Collection) -> Terminal {
    let mut terminal = collection.terminal("review deck:small", 80, 24);
    terminal.until("any key");
    terminal.press_until(" ", "1 Again");
    terminal.press_until("3", "small/c2");
    terminal.until("any key");
    terminal
}

/// Claims that the one answer is kept and nothing else.
fn is_kept(collection: &Collection) {
    assert_eq!(
        collection.answers(),
        [("small/c1".to_string(), "good".to_string())]
    );
    collection.is_sound();
}

#[test]
fn signals_restore_the_terminal_and_keep_every_answer() {
    for signal in [Signal::TERM, Signal::HUP, Signal::INT] {
        let collection = Collection::with_cards(3);
        let mut terminal = sitting(&collection);
        assert!(!terminal.is_restored(), "raw mode is to be on");
        terminal.signal(signal);
        assert_eq!(terminal.code(), 130, "{signal:?}");
        assert!(terminal.is_restored(), "{signal:?}");
        is_kept(&collection);
    }
}

#[test]
fn ctrl_c_ends_at_the_question_and_at_the_answer() {
    for before in ["", " "] {
        let collection = Collection::with_cards(3);
        let mut terminal = sitting(&collection);
        terminal.press(before);
        terminal.press("\x03");
        assert_eq!(terminal.code(), 130);
        assert!(terminal.is_restored());
        assert!(
            terminal.contents().contains("1 answer to 1 card"),
            "{}",
            terminal.contents()
        );
        is_kept(&collection);
    }
}

#[test]
fn ctrl_c_ends_before_the_review_begins() {
    let collection = Collection::with_cards(3);
    let mut terminal = collection.terminal("", 80, 24);
    terminal.until("Enter: review");
    terminal.press("\x03");
    assert_eq!(terminal.code(), 130);
    assert!(terminal.is_restored());
}

#[test]
fn a_terminal_that_goes_away_ends_the_session() {
    let collection = Collection::with_cards(3);
    let terminal = sitting(&collection);
    assert!(terminal.vanish().is_some(), "it went on without a terminal");
    is_kept(&collection);
}

#[test]
fn a_terminal_that_goes_away_ends_a_session_that_ignores_hangups() {
    // As under nohup: no signal comes, only the terminal answers nothing any more.
    let collection = Collection::with_cards(3);
    let mut command = CommandBuilder::new("sh");
    command.args([
        "-c",
        &format!("trap '' HUP; exec {} review deck:small", binary()),
    ]);
    let mut terminal = collection.on_terminal(command, 80, 24);
    terminal.until("any key");
    terminal.press_until(" ", "1 Again");
    terminal.press_until("3", "small/c2");
    assert!(terminal.vanish().is_some(), "it went on without a terminal");
    is_kept(&collection);
}

#[test]
fn a_terminal_that_goes_away_before_the_review_begins_ends_it() {
    let collection = Collection::with_cards(3);
    let mut terminal = collection.terminal("", 80, 24);
    terminal.until("Enter: review");
    assert!(terminal.vanish().is_some(), "it went on without a terminal");
}

#[test]
fn a_session_can_be_put_aside_and_taken_up_again() {
    let collection = Collection::with_cards(3);
    let mut command = CommandBuilder::new("bash");
    command.args(["--norc", "--noprofile", "-i"]);
    command.env("PS1", "");
    let mut shell = collection.on_terminal(command, 80, 24);
    shell.press(&format!("PS1='ready$ '; {} review deck:small\n", binary()));
    shell.until("any key");
    shell.press_until("\x1a", "Stopped");
    shell.until_it("the shell", |screen| screen.trim_end().ends_with("ready$"));
    assert!(!shell.raw.is_empty());
    shell.press("clear; fg\n");
    shell.until("any key");
    shell.press_until(" ", "1 Again");
    shell.press_until("3", "small/c2");
    shell.press_until("q", "1 answer to 1 card");
    shell.until_it("the shell", |screen| screen.trim_end().ends_with("ready$"));
    shell.press("exit\n");
    shell.code();
    is_kept(&collection);
}

#[test]
fn a_closed_pipe_is_no_fault() {
    let collection = Collection::with_cards(2000);
    collection.run("answer small/c1 good").ok();
    let lines: String = (0..4000)
        .map(|n| {
            format!(
                "{{\"card\":\"small/c{}\",\"at\":\"2026-10-{:02}T08:{:02}:00Z\",\"rating\":3}}\n",
                n % 2000 + 1,
                n % 20 + 1,
                n % 60
            )
        })
        .collect();
    collection.feed("log import -", &lines).ok();
    for words in [
        "deck list",
        "deck list --json",
        "log export",
        "search is:new",
        "search deck:small --json",
        "help decks",
        "man",
        "--help",
    ] {
        let run = collection.shell(&format!("set -o pipefail; \"$RETAIN\" {words} | head -c 1 > first; test ${{PIPESTATUS[0]}} -le 141"));
        assert_eq!(run.stderr, "", "{words}: {run:?}");
        assert!(matches!(run.code, Some(0)), "{words}: {run:?}");
    }
}

#[test]
fn a_session_whose_reader_goes_away_ends_and_keeps_its_answers() {
    let collection = Collection::with_cards(50);
    let lines = "\\n3\\n".repeat(50);
    let run = collection.shell(&format!(
        "printf '{lines}' | \"$RETAIN\" review deck:small | head -n 12 > seen; cat seen"
    ));
    assert_eq!(run.stderr, "", "{run:?}");
    let seen = crate::harness::acknowledged(&run.stdout, "small").len();
    assert!(0 < seen && seen <= collection.answers().len());
    collection.is_sound();
}
