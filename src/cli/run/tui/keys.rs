//! The line at the bottom that says which keys there are.

use super::app::{Mode, Screen};
use super::draw::dim;
use crate::cli::text::width;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::{Color, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

/// Draws the keys that mean something now, as many as fit.
pub(crate) fn draw(frame: &mut Frame<'_>, area: Rect, screen: &Screen) {
    let mut spans = Vec::new();
    let mut used = 0;
    for (key, zh, en) in keys(screen) {
        let (key, what) = (spelled(key, screen), screen.t(zh, en));
        let takes = width(key) + width(what) + 3;
        if used + takes > usize::from(area.width) {
            break;
        }
        used += takes;
        spans.push(Span::styled(format!(" {key}"), Style::new().fg(Color::Cyan)));
        spans.push(Span::styled(format!(" {what} "), dim()));
    }
    frame.render_widget(Paragraph::new(Line::from(spans)), area);
}

/// A key's name.
pub(crate) fn spelled<'a>(key: &'a str, screen: &Screen) -> &'a str {
    match key {
        "空格" => screen.t("空格", "Space"),
        "回车" => screen.t("回车", "Enter"),
        "任意键" => screen.t("任意键", "any key"),
        other => other,
    }
}

fn keys(screen: &Screen) -> Vec<(&'static str, &'static str, &'static str)> {
    match screen.mode {
        // What goes on after the call, cases and their limits, is played with the same keys.
        Mode::Call if screen.scene.over.is_some() && screen.scene.cases.is_empty() => {
            vec![("q", "退出", "quit"), ("PgUp", "翻看", "scroll"), ("?", "按键", "keys")]
        }
        Mode::Call => {
            let mut keys = vec![("?", "按键", "keys"), ("q", "退出", "quit")];
            if screen.scene.entry.is_some() {
                keys.push(("Tab", "填写", "fill in"));
            }
            if !screen.scene.awaited.is_empty() {
                keys.push(("x", "动作的结果", "answer the action"));
            }
            keys.extend([("空格", "+1秒", "+1s"), ("t", "+10秒", "+10s"), ("m", "+1分", "+1min")]);
            if !screen.scene.timers.is_empty() {
                keys.push(("n", "到期", "next due"));
            }
            keys.push(("p", "走/停", "run/stop"));
            if screen.scene.over.is_none() {
                if !screen.scene.answered {
                    keys.push(("a", "接听", "answer"));
                }
                keys.push(("h", "客户挂机", "customer hangs up"));
            }
            keys
        }
        Mode::Entry if screen.scene.entry.as_ref().is_some_and(|e| e.form.is_none()) => {
            vec![("回车", "回答", "answer"), ("Esc", "回到通话", "back to the call")]
        }
        Mode::Entry => {
            vec![("回车", "填入", "enter"), ("↑↓", "换一项", "move"), ("F2", "提交", "submit"), ("Esc", "回到通话", "back to the call")]
        }
        Mode::Prompt(_) => vec![("回车", "好", "ok"), ("Esc", "不了", "cancel")],
        Mode::Pick(..) => vec![("↑↓", "挑", "move"), ("回车", "好", "ok"), ("Esc", "不了", "cancel")],
        Mode::Help => vec![("任意键", "回去", "goes back")],
    }
}

/// All keys, for the page of help.
pub(crate) const ALL: &[(&str, &str, &str)] = &[
    ("1…9 0", "选这个答复；↑↓ 加回车也行", "choose this answer; or ↑↓ and Enter"),
    ("↻", "随时都能选的答复", "an answer that is offered at any time"),
    ("空格", "时钟走一秒", "one second later"),
    ("t", "十秒", "ten seconds later"),
    ("m", "一分钟", "a minute later"),
    ("n", "走到下一个期限", "to the next deadline"),
    ("p", "让时钟自己走，再按停下", "let the clock run, or stop it"),
    ("r", "再响一声铃", "the phone rings once more"),
    ("a", "接听", "answer the phone"),
    ("h", "客户挂机", "the customer hangs up"),
    ("H", "话务员挂机", "the agent hangs up"),
    ("e", "通话结束", "the call has ended"),
    ("c", "客户说一句话", "the customer says something"),
    ("s", "话务员说一句话", "the agent says something"),
    ("o", "客户的情绪变了", "the customer's mood changes"),
    ("Tab", "填登记表、答问题；F2 提交", "fill the form or answer; F2 submits"),
    ("x", "给出动作的结果", "give the result of an action"),
    ("v", "发生一件事（脚本里声明的事件）", "report an event the script declares"),
    ("PgUp PgDn", "翻看刚才", "scroll what happened"),
    ("q", "退出；Ctrl-C 也行", "quit; Ctrl-C as well"),
];
