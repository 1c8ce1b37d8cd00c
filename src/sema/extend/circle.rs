//! What is wrong with a line that says 继承.

use crate::base::{Diagnostic, Span};
use crate::sema::codes::names::{BAD_IMPORT, DUPLICATE_NAME};
use crate::sema::names::nearest;
use crate::syntax::ast::Name;
use smol_str::SmolStr;

/// A package inherits itself, over others or not. `line` names the packages on the way, the first one first.
pub(super) fn circle(name: &Name, line: &[SmolStr]) -> Diagnostic {
    let from = line.iter().position(|n| *n == name.text).unwrap_or(0);
    let way: Vec<&str> = line.iter().skip(from).chain([&name.text]).map(SmolStr::as_str).collect();
    Diagnostic::new(
        &BAD_IMPORT,
        name.span,
        format!("继承成了圈：{}", way.join(" → ")),
        format!("packages inherit each other in a circle: {}", way.join(" → ")),
    )
    .label("这里又绕了回去", "here the circle closes")
    .help("上级不能再继承下级：删掉其中一行“继承”。", "What is inherited cannot inherit back: delete one of the `extends` lines.")
}

/// No package of this name lies where it could be found.
pub(super) fn missing<'n>(name: &Name, known: impl Iterator<Item = &'n str>) -> Diagnostic {
    let text = &name.text;
    let d = Diagnostic::new(&BAD_IMPORT, name.span, format!("找不到要继承的包“{text}”"), format!("the package `{text}` cannot be found"))
        .label("没有这个包", "no such package")
        .help(
            "被继承的包要放在旁边或者外面一层：一个带 huashu.toml 的文件夹，名字写对。",
            "The package must lie beside this one or around it: a folder with huashu.toml, its name spelled right.",
        );
    match nearest(text, known) {
        Some(near) => d.help(format!("是不是“{near}”？"), format!("Did you mean `{near}`?")),
        None => d,
    }
}

/// A package inherits one other.
pub(super) fn twice(at: Span, first: Span) -> Diagnostic {
    Diagnostic::new(&DUPLICATE_NAME, at, "“继承”写了两次", "`extends` is written twice")
        .label("第二次", "the second time")
        .related(first, "第一次在这里", "first written here")
        .help(
            "一个包只能继承一个包：留一行。别的包里的东西，用“引用”。",
            "A package inherits one other: keep one line, and bring in the rest with `use`.",
        )
}
