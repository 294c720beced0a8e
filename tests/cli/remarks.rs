//! Remarks to Regards in the comment syntax of every format: what they ignore, and what is left when they go.

use super::Sandbox;
use serde_json::Value;
use std::collections::BTreeMap;

/// The parts of a message that lacks an apology, and shouts in its second paragraph.
const HI: &str = "Hi Dana,";
const CANCEL: &str = "I need to cancel our interview on Friday.";
const RAGE: &str = "This is outrageous.";
const BYE: &str = "Best,\nSam";

/// Where a fix for remarks stands.
const FIXES: &str = "[[fixes]]\ntitle = \"Name the rule that was meant\"\nplace = \"replace\"\ntext = \"{value}\"\n\
    [[fixes]]\ntitle = \"Remove the remark\"\nplace = \"delete\"\n\
    [[fixes]]\ntitle = \"Say why\"\nplace = \"replace\"\ntext = \"{reason}\"\n";

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    let path = sandbox.path("house/etiquette/remarks.toml");
    let rule = std::fs::read_to_string(&path).expect("it is there");
    std::fs::write(path, rule + FIXES).expect("it can be written");
    sandbox
}

/// For each file of a folder, the rules that object to it, the words they object to, and whether a safe fix helps.
fn found(sandbox: &Sandbox, folder: &str) -> BTreeMap<String, Vec<(String, String, bool)>> {
    let run = sandbox.run(&format!("check {folder} --intent cancel --format json"));
    let json = run.json();
    let files = json["files"].as_array().cloned().unwrap_or_default();
    let of_file = |file: &Value| {
        let path = file["path"].as_str().unwrap_or_default().replace('\\', "/");
        let bytes = std::fs::read(sandbox.path(&path)).expect("it is there");
        let findings = file["diagnostics"].as_array().cloned().unwrap_or_default();
        let finding = |it: &Value| {
            let offset = |end: &str| it["range"][end]["offset"].as_u64().expect("a number") as usize;
            let words = String::from_utf8_lossy(&bytes[offset("start")..offset("end")]).into_owned();
            let safe = it["fixes"].as_array().into_iter().flatten().any(|fix| fix["applicability"] == "safe");
            (it["rule"].as_str().unwrap_or_default().to_owned(), words, safe)
        };
        (path, findings.iter().map(finding).collect())
    };
    files.iter().map(of_file).collect()
}

/// A file with `remark` in front of its second paragraph, as that format has paragraphs.
fn with(name: &str, remark: &str) -> String {
    if name.contains(".html") {
        return format!("<p>{HI}</p>\n<p>{CANCEL} I am so sorry.</p>\n{remark}\n<p>{RAGE}</p>\n<p>Best,<br>Sam</p>\n");
    }
    if name.contains(".mjml") {
        let text = |words: &str| format!("<mj-text>{words}</mj-text>\n");
        let (hi, cancel, rage) = (text(HI), text(&format!("{CANCEL} I am so sorry.")), text(RAGE));
        return format!(
            "<mjml><mj-body><mj-section><mj-column>\n{hi}{cancel}{remark}\n{rage}{}</mj-column></mj-section></mj-body></mjml>\n",
            text("Best,<br>Sam")
        );
    }
    format!("{HI}\n\n{CANCEL} I am so sorry.\n\n{remark}\n{RAGE}\n\n{BYE}\n")
}

/// Each syntax, with what says the remark.
const SYNTAXES: [(&str, &str, &str); 27] = [
    ("a.html", "<!--", "-->"),
    ("a.mjml", "<!--", "-->"),
    ("a.md", "<!--", "-->"),
    ("a.md", "[//]: # (", ")"),
    ("a.md", "[//]: # \"", "\""),
    ("a.md", "[comment]: <> (", ")"),
    ("a.txt.j2", "{#", "#}"),
    ("a.html.jinja", "{#-", "-#}"),
    ("a.txt.twig", "{#", "#}"),
    ("a.html.twig", "{#~", "~#}"),
    ("a.html.njk", "{#", "#}"),
    ("a.txt.hbs", "{{!", "}}"),
    ("a.txt.hbs", "{{!--", "--}}"),
    ("a.html.hbs", "{{~!--", "--~}}"),
    ("a.html.handlebars", "{{!--", "--}}"),
    ("a.txt.mustache", "{{!", "}}"),
    ("a.txt.erb", "<%#", "%>"),
    ("a.html.erb", "<%#-", "-%>"),
    ("a.html.erb", "<%--", "--%>"),
    ("a.txt.ejs", "<%#", "%>"),
    ("a.html.ejs", "<%#", "-%>"),
    ("a.txt.liquid", "{% comment %}", "{% endcomment %}"),
    ("a.html.liquid", "{%- comment -%}", "{%- endcomment -%}"),
    ("a.txt.liquid", "{% #", "%}"),
    ("a.html.liquid", "{%- #", "-%}"),
    ("a.txt.tmpl", "{{/*", "*/}}"),
    ("a.html.tmpl", "{{- /*", "*/ -}}"),
];

/// Writes a draft for each syntax and line end with what `remark` says in it; answers their paths and texts.
fn write(sandbox: &Sandbox, folder: &str, remark: &str) -> Vec<(String, String)> {
    let mut drafts = Vec::new();
    for (index, (name, open, close)) in SYNTAXES.iter().enumerate() {
        for (end, eol) in [("lf", "\n"), ("crlf", "\r\n")] {
            let path = format!("{folder}/{end}-{index}/{name}");
            let text = if remark.is_empty() {
                with(name, "REMARK").replace("REMARK\n", "")
            } else {
                with(name, &format!("{open} {remark} {close}"))
            };
            let text = text.replace('\n', eol);
            sandbox.write(&path, &text);
            drafts.push((path, text));
        }
    }
    drafts
}

#[test]
fn every_comment_syntax_ignores_and_goes() {
    let sandbox = sandbox();
    let read = |path: &str| std::fs::read_to_string(sandbox.path(path)).expect("it is there");
    let bare = write(&sandbox, "bare", "");
    let used = write(&sandbox, "used", "regards-ignore outburst: we are friends");
    let idle = write(&sandbox, "idle", "regards-ignore gaps: nothing is left open");
    let half = write(&sandbox, "half", "regards-ignore outburst, gaps: we are friends");
    let wrong = write(&sandbox, "wrong", "regards-ignore outbrst: we are friends");
    let found = found(&sandbox, "");
    for (index, (path, text)) in bare.iter().enumerate() {
        let (_, open, close) = SYNTAXES[index / 2];
        let of = |drafts: &[(String, String)]| found.get(&drafts[index].0).cloned().unwrap_or_default();
        let rules = |drafts| of(drafts).into_iter().map(|it| it.0).collect::<Vec<_>>();
        assert_eq!(rules(&bare), ["outburst"], "{path}: {text}");
        assert_eq!(rules(&used), [""; 0], "{}", used[index].1);
        let whole = format!("{open} regards-ignore gaps: nothing is left open {close}");
        let whole = ("remarks".to_owned(), whole, true);
        assert!(of(&idle).contains(&whole) && of(&idle).len() == 2, "{:?} {}", of(&idle), idle[index].1);
        assert_eq!(of(&half), [("remarks".to_owned(), "gaps".to_owned(), true)], "{}", half[index].1);
        let named = ("remarks".to_owned(), "outbrst".to_owned(), false);
        assert!(of(&wrong).contains(&named) && of(&wrong).len() == 2, "{:?} {}", of(&wrong), wrong[index].1);
    }
    assert_eq!(sandbox.run("fix --intent cancel --rule remarks bare used idle half wrong").code, Some(0));
    for (index, (path, text)) in bare.iter().enumerate() {
        assert_eq!(&read(&idle[index].0), text, "only the remark goes: {path}");
        assert_eq!(&read(&half[index].0), &used[index].1, "only the one that does nothing goes: {path}");
        for (path, text) in [&bare[index], &used[index], &wrong[index]] {
            assert_eq!(&read(path), text, "what does something stays");
        }
    }
    assert_eq!(sandbox.run("fix --intent cancel --rule remarks --review wrong").code, Some(0));
    for (index, (path, _)) in wrong.iter().enumerate() {
        assert_eq!(read(path), used[index].1, "the rule that was meant is named");
    }
}

/// Drafts with remarks that do nothing; what goes with them stands between `⟦` and `⟧`.
const GONE: &[(&str, &str)] = &[
    // Front matter.
    ("a.txt", "⟦---\nregards-ignore: \"gaps: none\"\n---\n\n⟧Hi,\n"),
    ("b.txt", "⟦---\r\nregards-ignore: gaps: none # ours\r\n---\r\n⟧Hi,\r\n"),
    ("c.txt", "---\ntitle: x\n⟦regards-ignore: 'gaps: none'\n⟧to: y\n---\nHi,\n"),
    ("d.txt", "---\nregards-ignore:\n⟦  - \"gaps: none\"\n⟧  - \"outburst: friends\"\n---\nOutrageous.\n"),
    ("e.txt", "---\n⟦regards-ignore:\n- gaps: none\n⟧title: x\n---\nHi,\n"),
    ("f.txt", "---\nregards-ignore: [⟦\"gaps: none, really\", ⟧\"outburst: friends\"]\n---\nOutrageous.\n"),
    ("g.txt", "---\nregards-ignore: [\"outburst: friends\"⟦, 'gaps: none'⟧]\n---\nOutrageous.\n"),
    ("h.txt", "---\n⟦regards:\n  ignore: \"gaps: none\"\n⟧title: x\n---\nHi,\n"),
    ("i.txt", "---\nregards:\n  intent: cancel\n⟦  ignore: \"gaps: none\"\n⟧---\nHi,\n"),
    ("j.md", "+++\n⟦regards-ignore = \"gaps: none\"\n⟧title = \"x\"\n+++\nHi,\n"),
    ("k.md", "+++\nregards-ignore = [\n⟦    \"gaps: none\",\n⟧    \"outburst: [friends]\",\n]\n+++\nOutrageous.\n"),
    ("l.md", "+++\ntitle = \"x\"\n⟦[regards]\nignore = [\"gaps: none\"]\n⟧+++\nHi,\n"),
    ("m.txt", "---\nregards-ignore: \"outburst⟦ gaps⟧: friends\"\n---\nOutrageous.\n"),
    // Header fields.
    ("a.eml", "From: a@b.example\n⟦X-Regards-Ignore: gaps: none\n⟧Subject: x\n\nHi,\n"),
    ("b.eml", "Subject: x\r\nx-regards-ignore:⟦ gaps,\r\n⟧ outburst: friends\r\n\r\nOutrageous.\r\n"),
    ("c.eml", "Subject: x\n⟦X-Regards-Ignore:\n gaps: a long\n reason\n⟧To: b@c.example\n\nHi,\n"),
    ("o.txt", "Subject: x\n⟦X-Regards-Ignore: gaps: none\n⟧\nHi,\n"),
    ("p.txt", "⟦X-Regards-Ignore: gaps: none\n\n⟧Hi,\n"),
    // Comments: at either end, between paragraphs, within lines, several in one.
    ("q.md", "⟦<!-- regards-ignore gaps: none -->\n\n⟧Hi,\n"),
    ("r.md", "Hi,\n\nSam\n⟦\n<!-- regards-ignore gaps: none -->\n⟧"),
    ("s.md", "Hi,\n\nSam\n⟦\n<!-- regards-ignore gaps: none -->⟧"),
    ("t.md", "Hi,\n⟦\n<!-- regards-ignore gaps: none -->\n⟧\nSam\n"),
    ("u.md", "One.\n⟦<!-- regards-ignore gaps: none -->⟧\nTwo.\n"),
    ("v.md", "- one\n- two\n⟦<!-- regards-ignore gaps: none -->\n⟧- three\n"),
    ("w.md", "One⟦ <!-- regards-ignore gaps: none -->⟧ two.\n"),
    ("x.md", "One.⟦ <!-- regards-ignore gaps: none -->⟧\nTwo.\n"),
    ("y.html", "<p>One.</p>\n⟦<p><!-- regards-ignore gaps: none --></p>\n⟧<p>Two.</p>\n"),
    ("z.html", "<p>⟦<!-- regards-ignore gaps: none -->⟧One.</p>\n"),
    ("aa.html", "<!--\n⟦  regards-ignore gaps: none\n⟧  regards-ignore outburst: friends\n-->\n<p>Outrageous.</p>\n"),
    ("ab.html", "<!-- ⟦regards-ignore gaps: none\n⟧     Ask Kim before changing this. -->\n<p>One.</p>\n"),
    ("ac.html", "<p>One.</p>⟦<!-- regards-ignore-file gaps: none -->⟧<p>Two.</p>\n"),
    ("ad.txt.j2", "Hi,\n⟦{# regards-ignore gaps: none #}\n⟧Sam\n"),
    ("ae.md", "⟦<!-- regards-ignore -->\n\n⟧Hi,\n"),
    // In the encodings of mail: what its reader sees is the same.
    (
        "d.eml",
        "Subject: x\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n<p>caf=C3=A9 one</p>=\n⟦<!-- regards-ignore gaps: no=\nne =E2=80=93 really -->⟧\n<p>Two.</p>\n",
    ),
];

#[test]
fn what_goes_leaves_no_trace() {
    let sandbox = sandbox();
    for (name, marked) in GONE {
        sandbox.write(name, marked.replace(['⟦', '⟧'], ""));
    }
    let western =
        |text: &str| text.chars().map(|c| u8::try_from(c).expect("a character of Latin-1")).collect::<Vec<u8>>();
    let mail = |encoded: &str| {
        let kind = "text/html; charset=utf-8\nContent-Transfer-Encoding: base64";
        format!("Subject: x\nContent-Type: {kind}\n\n{encoded}\n")
    };
    let remark = "<!-- regards-ignore gaps: caf\u{e9} -->\r\n";
    let (one, two) = ("<p>D\u{e9}j\u{e0} vu.</p>\r\n", "<p>\u{dc}ber.</p>\r\n");
    sandbox.write("latin.html", western(&format!("{one}{remark}{two}")));
    let wide =
        |text: &str| std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    sandbox.write("wide.html", wide(&format!("{one}{remark}{two}")));
    sandbox.write("bom.txt", "\u{FEFF}---\nregards-ignore: gaps: none\n---\nHi,\n");

    sandbox.write("e.eml", mail("PHA+T25lLjwvcD4KPCEtLSByZWdhcmRzLWlnbm9yZSBnYXBzOiBub25lIC0tPgo8cD5Ud28uPC9w\nPgo="));

    let run = sandbox.run("fix . --intent cancel --rule remarks");
    assert_eq!(run.code, Some(0), "{}", run.show());
    for (name, marked) in GONE {
        let left = std::fs::read_to_string(sandbox.path(name)).expect("it is there");
        let (before, rest) = marked.split_once('⟦').expect("something goes");
        let (_, after) = rest.split_once('⟧').expect("it ends");
        assert_eq!(left, format!("{before}{after}"), "{name}: {marked}");
    }
    let mended = std::fs::read_to_string(sandbox.path("e.eml")).expect("it is there");
    assert_eq!(mended, mail("PHA+T25lLjwvcD4KPHA+VHdvLjwvcD4K"));
    assert_eq!(std::fs::read(sandbox.path("latin.html")).ok(), Some(western(&format!("{one}{two}"))));
    assert_eq!(std::fs::read(sandbox.path("wide.html")).ok(), Some(wide(&format!("{one}{two}"))));
    assert_eq!(std::fs::read_to_string(sandbox.path("bom.txt")).ok().as_deref(), Some("\u{FEFF}Hi,\n"));
    assert_eq!(sandbox.run("fix . --intent cancel --rule remarks --diff").code, Some(0), "twice changes nothing more");
}

#[test]
fn what_shows_how_a_remark_is_written_is_none() {
    let sandbox = sandbox();
    let text = format!(
        "{HI}\n\n{CANCEL} I am so sorry. Write `<!-- regards-ignore gaps: why -->`, or:\n\n```\n<!-- regards-ignore gaps: why -->\n```\n\n{RAGE}\n\n{BYE}\n"
    );
    sandbox.write("a.md", text);
    let run = sandbox.run("check a.md --intent cancel --format concise -q");
    assert!(run.out.contains("[outburst]") && !run.out.contains("[remarks]"), "{}", run.out);
}

#[test]
fn a_rule_that_does_not_run_is_not_missed() {
    let sandbox = sandbox();
    sandbox.write(
        "a.md",
        format!("<!-- regards-ignore badmouthing: it is off here -->\n\n{HI}\n\n{CANCEL} I am so sorry.\n\n{BYE}\n"),
    );
    let run = sandbox.run("check a.md --intent cancel --format concise -q");
    assert_eq!((run.out.as_str(), run.code), ("", Some(0)));
}
