//! `check --fix`: safe changes, round after round.

use super::{Args, checked};
use crate::api;
use crate::cli::console::Console;
use crate::cli::failure::Outcome;
use crate::cli::{files, write};
use std::path::Path;

/// Rounds of `--fix`; a change that begets another for ever is stopped.
const ROUNDS: usize = 10;

/// Applies safe changes until none is left: one may make room for the next.
pub(super) fn mend(args: &Args, console: &mut Console) -> Outcome<()> {
    let mut mended = 0;
    for _ in 0..ROUNDS {
        let mut round = 0;
        for target in files::targets(&args.paths)? {
            let mut checked = checked(&target)?;
            super::asked_for(&mut checked, &target);
            let (texts, n) = api::fix(&checked.diagnostics, &checked.sources);
            round += n;
            for (file, text) in texts {
                if let Some(source) = checked.sources.get(file) {
                    write::whole(Path::new(&source.name), text.as_bytes())?;
                }
            }
        }
        mended += round;
        if round == 0 {
            break;
        }
    }
    if mended > 0 {
        let (zh, en) = (format!("改好了 {mended} 处"), format!("mended {mended}"));
        let line = console.say(&zh, &en).to_owned();
        console.note(&line);
    }
    Ok(())
}
