//! A call on a full screen.

mod act;
mod app;
mod draw;
mod entry;
mod fields;
mod input;
mod keys;
mod popup;

use super::call::Call;
use crate::api::Sample;
use crate::cli::console::Console;
use crate::cli::failure::{Failure, Outcome, Verdict};
use crate::runtime::{Machine, Start};
use act::Player;
use crossterm::event::{self, DisableBracketedPaste, EnableBracketedPaste, Event, KeyEventKind};
use crossterm::execute;
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How often the running clock is drawn.
const TICK: Duration = Duration::from_millis(100);

/// Plays a call until the person quits. The terminal is as before afterwards, also after a panic.
pub(crate) fn play(machine: Arc<Machine>, start: Start, sample: Sample, console: &mut Console) -> Outcome {
    let mut player = Player::new(machine, start, sample, console.lang).map_err(|e| Failure::Message(e.message()))?;
    let mut terminal = ratatui::try_init().map_err(|e| terminal_failure(&e))?;
    // Pasted text comes in one piece where the terminal can do so; where it cannot, it comes as keys.
    let _ = execute!(io::stdout(), EnableBracketedPaste);
    let result = rounds(&mut terminal, &mut player);
    let _ = execute!(io::stdout(), DisableBracketedPaste);
    ratatui::restore();
    result.map_err(|e| terminal_failure(&e))?;
    if let Some(call) = &player.call {
        farewell(call, console)?;
    }
    Ok(Verdict::Clean)
}

fn rounds(terminal: &mut ratatui::DefaultTerminal, player: &mut Player) -> io::Result<()> {
    let mut last = Instant::now();
    let mut stale = true;
    loop {
        if stale {
            player.refresh();
            terminal.draw(|frame| draw::draw(frame, &player.screen))?;
            stale = false;
        }
        if event::poll(TICK)? {
            match event::read()? {
                Event::Key(key) if key.kind != KeyEventKind::Release => {
                    if player.key(key) {
                        return Ok(());
                    }
                    stale = true;
                }
                Event::Paste(text) => {
                    player.paste(&text);
                    stale = true;
                }
                Event::Resize(..) => stale = true,
                Event::Key(_) | Event::Mouse(_) | Event::FocusGained | Event::FocusLost => {}
            }
        }
        let passed = last.elapsed();
        last = Instant::now();
        stale |= player.tick(i64::try_from(passed.as_millis()).unwrap_or(0));
    }
}

/// What is left on the terminal when the screen is gone: how the call stood.
fn farewell(call: &Call, console: &mut Console) -> Outcome<()> {
    let scene = call.scene();
    let line = format!("{}  {}  {}", scene.clock, scene.path, scene.over.unwrap_or_default());
    console.line(line.trim_end())
}

fn terminal_failure(error: &io::Error) -> Failure {
    Failure::new(
        format!("终端用不了：{error}；可以加 --plain 逐行打"),
        format!("the terminal cannot be used: {error}; --plain plays in lines"),
    )
}
