//! `huashu build PATH [-o FILE]`

use super::check;
use super::console::Console;
use super::failure::{Failure, Outcome, Verdict};
use super::files::{self, Target};
use super::report::{self, Found};
use super::write;
use crate::api::{self, Built, Checked};
use crate::base::{Diagnostic, Message};
use std::path::{Path, PathBuf};

/// `huashu build`
#[derive(clap::Args)]
pub(crate) struct Args {
    /// 脚本包、文件夹或文件 · a package, folder or file
    #[arg(default_value = ".")]
    path: PathBuf,
    /// 写到哪里；- 是标准输出（默认：包名.huac）· where to write; - is standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Compiles a package and writes the program.
pub(crate) fn run(args: &Args, console: &mut Console) -> Outcome {
    let checked = check::proved(&files::target(&args.path)?)?;
    let Some(built) = built(&checked, console)? else { return Ok(Verdict::Findings) };
    let file = match &args.output {
        Some(file) => file.clone(),
        None => PathBuf::from(format!("{}.huac", stem(&args.path, &checked))),
    };
    if file == Path::new("-") {
        console.bytes(&built.bytes)?;
        return Ok(Verdict::Clean);
    }
    write::whole(&file, &built.bytes)?;
    let (shown, size, hash) = (files::shown(&file), built.bytes.len(), built.hash.get(..12).unwrap_or(&built.hash));
    let (draft_zh, draft_en) = if built.program.draft { ("（草案）", " (draft)") } else { ("", "") };
    let zh = format!("写好 {shown}{draft_zh}：{size} 字节，指纹 {hash}");
    let en = format!("wrote {shown}{draft_en}: {size} bytes, hash {hash}");
    let line = console.say(&zh, &en).to_owned();
    console.line(&line)?;
    Ok(Verdict::Clean)
}

/// Compiles a package; what stands in the way is printed.
pub(crate) fn built(checked: &Checked, console: &mut Console) -> Outcome<Option<Built>> {
    match api::build(checked) {
        Ok(built) => Ok(Some(built)),
        Err(diagnostics) => {
            refused(checked, diagnostics, console)?;
            Ok(None)
        }
    }
}

/// Prints what stands in the way.
pub(crate) fn refused(checked: &Checked, diagnostics: Vec<Diagnostic>, console: &mut Console) -> Outcome<()> {
    let found = Found::new(checked.sources.clone(), diagnostics);
    report::show(&[found], checked.files, console)
}

/// What is made of each package that the paths name, and whether findings stood in the way of some.
pub(crate) fn each<T>(
    paths: &[PathBuf],
    console: &mut Console,
    mut make: impl FnMut(&Target, &mut Console) -> Outcome<Option<T>>,
) -> Outcome<(Vec<T>, bool)> {
    let (mut all, mut refused) = (Vec::new(), false);
    for target in files::targets(paths)? {
        match make(&target, console)? {
            Some(made) => all.push(made),
            None => refused = true,
        }
    }
    Ok((all, refused))
}

/// A program that the compiler made and no runtime takes.
pub(crate) fn unusable(why: &Message) -> Failure {
    Failure::new(format!("编译出来的程序不能用：{}", why.zh), format!("the compiled program cannot be used: {}", why.en))
}

/// The last part of the path, as the user named it.
fn stem(path: &Path, checked: &Checked) -> String {
    let name = path.file_stem().map(|s| s.to_string_lossy().into_owned());
    name.unwrap_or_else(|| checked.model.package.to_string())
}
