//! `huashu run PATH`: plays a call, by hand on a terminal or in lines, from a list of events, or as a scenario tells it.

mod call;
mod command;
mod events;
mod moment;
mod plain;
mod scene;
mod story;
mod tui;
mod typed;

use super::console::Console;
use super::failure::{Failure, Outcome, Verdict};
use super::{files, load};
use crate::api::{self, Sample};
use crate::runtime::{Machine, Start};
use serde_json::{Map, Value as Json, json};
use std::io::{IsTerminal, Read};
use std::path::{Path, PathBuf};

/// `huashu run`
#[derive(clap::Args)]
pub(crate) struct Args {
    /// 脚本包、文件夹、文件或 .huac · a package, folder, file or .huac
    #[arg(default_value = ".")]
    path: PathBuf,
    /// 从哪个流程开始 · the flow to begin with
    #[arg(long, value_name = "NAME")]
    flow: Option<String>,
    /// 参数，可写几个，例如 --param 工号=007 · a parameter; may be repeated
    #[arg(long, value_name = "NAME=VALUE")]
    param: Vec<String>,
    /// 虚拟时钟从何时开始，例如 "2026-03-05 10:00"（默认照场景的“开始”，没有就是此刻）· when the virtual clock begins (default: as the first scenario does, else now)
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// 照这份事件表打，结果逐行写成 JSON；- 是标准输入 · play these events, print effects as JSON lines
    #[arg(long, value_name = "FILE", conflicts_with = "scenario")]
    events: Option<PathBuf>,
    /// 打完把这一通存成快照 · keep the session as a snapshot at the end
    #[arg(long, value_name = "FILE", requires = "events")]
    snapshot: Option<PathBuf>,
    /// 从快照接着打；快照属于别的版本就按名字迁过来 · go on from a snapshot; one of another version is carried over by name
    #[arg(long, value_name = "FILE", requires = "events")]
    restore: Option<PathBuf>,
    /// 迁移时带不过去的可以丢下 · consent to losing what cannot be carried over
    #[arg(long, requires = "restore")]
    accept_loss: bool,
    /// 照这个场景打，把通话写出来 · play this scenario and print the call
    #[arg(long, value_name = "NAME")]
    scenario: Option<String>,
    /// 不用全屏，逐行打 · lines instead of a full screen
    #[arg(long)]
    plain: bool,
}

/// Plays a call.
pub(crate) fn run(args: &Args, console: &mut Console) -> Outcome {
    let Some(loaded) = load::load(&args.path, console)? else { return Ok(Verdict::Findings) };
    if let Some(name) = &args.scenario {
        return story::tell(name, &loaded, console);
    }
    let machine = loaded.machine.clone();
    let asked = asked(args, &machine)?;
    let start = Start {
        flow: args.flow.as_deref().map(Into::into),
        params: Json::Object(params(&args.param)?),
        at: asked.unwrap_or(0),
        ..Start::default()
    };
    if let Some(file) = &args.events {
        let kept = events::Kept { restore: args.restore.as_deref(), accept_loss: args.accept_loss, snapshot: args.snapshot.as_deref() };
        return events::play(&machine, start, &text(file)?, &kept, console);
    }
    let sample = loaded.source.as_ref().map(|(checked, _)| api::sample(checked)).unwrap_or_default();
    // What is filled in from the scenarios speaks of their time.
    let at = asked.or_else(|| sample.start.and_then(|(date, ms)| machine.instant(date, ms))).unwrap_or_else(now);
    let start = Start { at, ..start };
    let interactive = console.terminal && std::io::stdin().is_terminal() && !args.plain;
    if interactive {
        return tui::play(machine, start, sample, console);
    }
    plain::play(machine, with_samples(start, &sample), sample, console)
}

/// What 设 gives in the scenarios stands in for parameters that nobody gives.
fn with_samples(mut start: Start, sample: &Sample) -> Start {
    if let Json::Object(given) = &mut start.params {
        for (name, value) in &sample.params {
            given.entry(name.clone()).or_insert_with(|| value.clone());
        }
    }
    start
}

fn params(given: &[String]) -> Outcome<Map<String, Json>> {
    let mut all = Map::new();
    for one in given {
        let Some((name, value)) = one.split_once('=') else {
            return Err(Failure::new(format!("--param 要写成 名=值：{one}"), format!("--param takes NAME=VALUE: {one}")));
        };
        all.insert(name.trim().to_owned(), Json::String(value.to_owned()));
    }
    Ok(all)
}

/// When the virtual clock is asked to begin.
fn asked(args: &Args, machine: &Machine) -> Outcome<Option<i64>> {
    let Some(text) = &args.at else { return Ok(None) };
    let at = json!({"at": text, "event": "advance"});
    machine.event_from_json(&at).map(|(at, _)| Some(at)).map_err(|_| {
        Failure::new(format!("看不懂时间“{text}”，例如 2026-03-05 10:00"), format!("cannot read the time `{text}`; write 2026-03-05 10:00"))
    })
}

/// This moment, in whole seconds.
fn now() -> i64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |d| d.as_secs());
    i64::try_from(now).unwrap_or(0).saturating_mul(1000)
}

fn text(file: &Path) -> Outcome<String> {
    let bytes = if file == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).map_err(|e| Failure::file(file, &e, "读不了", "cannot read"))?;
        bytes
    } else {
        files::read(file)?
    };
    String::from_utf8(bytes).map_err(|_| {
        let shown = file.display();
        Failure::new(format!("{shown} 不是 UTF-8 文字"), format!("{shown} is not UTF-8 text"))
    })
}
