//! A call in lines, for where there is no screen: what happens is printed, commands are read from standard input.

use super::call::{By, Call};
use super::command::{self, Command};
use super::scene::Scene;
use crate::api::Sample;
use crate::cli::console::Console;
use crate::cli::failure::{Failure, Outcome, Verdict};
use crate::cli::text::{elapsed, pad};
use crate::runtime::{Machine, Start};
use std::io::BufRead;
use std::sync::Arc;

/// Plays until the input ends.
pub(crate) fn play(machine: Arc<Machine>, start: Start, sample: Sample, console: &mut Console) -> Outcome {
    let mut call = Call::begin(machine, start, sample, console.lang).map_err(|e| Failure::Message(e.message()))?;
    let mut shown = 0;
    let mut scene = call.scene();
    report(&call, &scene, &mut shown, console)?;
    for line in std::io::stdin().lock().lines() {
        let line = line.map_err(|e| Failure::new(format!("读不了输入：{e}"), format!("cannot read the input: {e}")))?;
        match command::read(&line, &call, &scene) {
            Ok(Command::Quit) => break,
            Ok(Command::Nothing) => continue,
            Ok(Command::Help) => {
                for (what, zh, en) in command::HELP {
                    let line = format!("  {what}  {}", console.say(zh, en));
                    console.line(&line)?;
                }
                continue;
            }
            Ok(Command::Pass(ms)) => call.pass(ms),
            Ok(Command::Next) => call.pass_to_next(),
            // The refusal is among what is told.
            Ok(Command::Event(event)) => drop(call.give(&event)),
            Err(why) => console.line(&format!("      ✗ {why}"))?,
        }
        scene = call.scene();
        report(&call, &scene, &mut shown, console)?;
    }
    Ok(Verdict::Clean)
}

/// Prints what is new, and what may be done now.
fn report(call: &Call, scene: &Scene, shown: &mut usize, console: &mut Console) -> Outcome<()> {
    for told in call.told.iter().skip(*shown) {
        let mark = match told.by {
            By::Person => "●",
            By::Machine => "→",
            By::Finding => "!",
            By::Refused => "✗",
        };
        console.line(&format!("{} {mark} {}", pad(&elapsed(told.at), 5), told.text))?;
    }
    *shown = call.told.len();
    if let Some(over) = &scene.over {
        console.line(&format!("      ■ {over}"))?;
    }
    if let Some(standing) = scene.standing(console.lang) {
        console.line(&format!("      ✓ {standing}"))?;
    }
    for (i, option) in scene.options.iter().enumerate() {
        let samples: Vec<String> = option.samples.iter().map(|s| format!("“{s}”")).collect();
        let rest = option.disabled.as_ref().map_or_else(|| samples.join(" "), |why| format!("✗ {why}"));
        console.line(format!("      {}) {}  {rest}", i + 1, option.label).trim_end())?;
    }
    if let Some(entry) = &scene.entry {
        for field in &entry.fields {
            let mark = if field.required { "*" } else { " " };
            let wanted = if field.value.is_empty() { format!("（{}）", field.wanted.join("、")) } else { field.value.clone() };
            console.line(&format!("     {mark} {} = {wanted}", field.name))?;
        }
    }
    for action in &scene.awaited {
        let wanted = action.wanted.join("、");
        let (zh, en) = (format!("结果 {} = （{wanted}）", action.name), format!("result {} = ({wanted})", action.name));
        console.line(&format!("      … {}", console.say(&zh, &en)))?;
    }
    for timer in &scene.timers {
        console.line(&format!("      ⏱ {} {}", timer.what, elapsed(timer.left)))?;
    }
    console.flush()
}
