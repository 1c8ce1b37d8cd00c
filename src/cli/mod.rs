//! The command line: a file for each verb, one console, one way to fail.

mod build;
mod check;
mod ci;
mod completions;
mod console;
mod coverage;
mod diff;
mod explain;
mod failure;
mod files;
mod fmt;
mod hits;
mod length;
mod load;
mod mutate;
mod new;
mod prove;
mod report;
mod run;
mod taken;
mod test;
mod text;
mod trace;
mod write;

use clap::{Parser, Subcommand};
use console::Console;
use failure::{Failure, Verdict};
use std::process::ExitCode;

/// 话术 · call-centre scripts: check, format, build, play and test them.
#[derive(Parser)]
#[command(name = "huashu", version, propagate_version = true, arg_required_else_help = true)]
#[command(about = "话术：呼叫中心话务脚本的语言和编译器\nhuashu: call-centre scripts as a language")]
#[command(after_help = "退出码 exit status: 0 没有问题 clean · 1 有问题 findings · 2 没能办成 could not do its work")]
struct Cli {
    /// 说哪种语言（默认看 LC_ALL、LANG）· the language to speak
    #[arg(long, global = true, value_name = "zh|en", value_enum)]
    lang: Option<console::LangArg>,
    /// 颜色：默认在终端上才有，构建服务器上没有 · colours
    #[arg(long, global = true, value_name = "auto|always|never", value_enum, default_value = "auto")]
    color: console::ColorArg,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// 新建一个能检查、能测试、能打的小脚本 · make a small package to start from
    New(new::Args),
    /// 检查脚本，一次找出所有毛病 · find every fault at once
    Check(check::Args),
    /// 排版，中英文关键字互换 · format, translate keywords
    Fmt(fmt::Args),
    /// 编译成 .huac · compile to a program file
    Build(build::Args),
    /// 在终端里打一通电话 · play a call
    Run(run::Args),
    /// 跑脚本里的场景 · run the scenarios
    Test(test::Args),
    /// 证明每条保证，证不了就给一通反例电话 · prove each guarantee, or show a call that breaks it
    Prove(prove::Args),
    /// 每条依据：哪里说到，哪些场景测到 · where each clause is said and tested
    Trace(trace::Args),
    /// 试禁语：一句话碰到哪些词 · which forbidden phrases a text hits
    Match(hits::Args),
    /// 两个版本差在哪里，换上新版会断掉哪些正在进行的 · what changed, and what that runs would strand
    Diff(diff::Args),
    /// 讲解一个编号；不写编号就列出全部 · explain a code, or list them all
    Explain(explain::Args),
    /// 生成命令行补全 · print shell completions
    Completions(completions::Args),
}

/// Runs the command and gives its exit status.
pub fn main() -> ExitCode {
    // Bad usage exits 2, help and version exit 0; clap prints them itself.
    let cli = Cli::parse();
    let mut console = Console::new(cli.lang, cli.color);
    let outcome = match cli.verb {
        Verb::New(args) => new::run(&args, &mut console),
        Verb::Check(args) => check::run(&args, &mut console),
        Verb::Fmt(args) => fmt::run(&args, &mut console),
        Verb::Build(args) => build::run(&args, &mut console),
        Verb::Run(args) => run::run(&args, &mut console),
        Verb::Test(args) => test::run(&args, &mut console),
        Verb::Prove(args) => prove::run(&args, &mut console),
        Verb::Trace(args) => trace::run(&args, &mut console),
        Verb::Match(args) => hits::run(&args, &mut console),
        Verb::Diff(args) => diff::run(&args, &mut console),
        Verb::Explain(args) => explain::run(&args, &mut console),
        Verb::Completions(args) => completions::run(&args, &mut console),
    };
    match outcome.and_then(|verdict| console.flush().map(|()| verdict)) {
        Ok(Verdict::Clean) => ExitCode::SUCCESS,
        Ok(Verdict::Findings) => ExitCode::from(1),
        // The reader went away; that is its right.
        Err(Failure::BrokenPipe) => ExitCode::SUCCESS,
        Err(Failure::Message(message)) => {
            console.complain(&message);
            ExitCode::from(2)
        }
    }
}
