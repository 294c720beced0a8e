//! Time zones people name in prose. They are POSIX rules, not names in a database: the core reads no files.

use jiff::tz::TimeZone;

/// A name, and every zone it may mean.
struct Zone {
    names: &'static str,
    rules: &'static [&'static str],
}

const EASTERN: &str = "EST5EDT,M3.2.0,M11.1.0";
const CENTRAL: &str = "CST6CDT,M3.2.0,M11.1.0";
const MOUNTAIN: &str = "MST7MDT,M3.2.0,M11.1.0";
const PACIFIC: &str = "PST8PDT,M3.2.0,M11.1.0";
const BRITISH: &str = "GMT0BST,M3.5.0/1,M10.5.0";
const IRISH: &str = "IST-1GMT0,M10.5.0,M3.5.0/1";
const CENTRAL_EUROPE: &str = "CET-1CEST,M3.5.0,M10.5.0/3";
const EASTERN_EUROPE: &str = "EET-2EEST,M3.5.0/3,M10.5.0/4";
const SYDNEY: &str = "AEST-10AEDT,M10.1.0,M4.1.0/3";
const AUCKLAND: &str = "NZST-12NZDT,M9.5.0,M4.1.0/3";
const INDIA: &str = "IST-5:30";

/// Names that are no English word can follow an hour directly; city names want `time` after them (see `place`).
const ZONES: &[Zone] = &[
    Zone { names: "utc gmt z zulu", rules: &["UTC0"] },
    Zone { names: "bst", rules: &["BST-1", "BST-6"] },
    Zone { names: "cet cest mez mesz", rules: &[CENTRAL_EUROPE] },
    Zone { names: "eet eest", rules: &[EASTERN_EUROPE] },
    Zone { names: "wet west", rules: &["WET0WEST,M3.5.0/1,M10.5.0"] },
    Zone { names: "et eastern edt", rules: &[EASTERN] },
    Zone { names: "est", rules: &[EASTERN, SYDNEY] },
    Zone { names: "ct cdt", rules: &[CENTRAL] },
    Zone { names: "cst", rules: &[CENTRAL, "CST-8"] },
    Zone { names: "mt mst mdt", rules: &[MOUNTAIN] },
    Zone { names: "pt pst pdt pacific", rules: &[PACIFIC] },
    Zone { names: "ist", rules: &[INDIA, IRISH, "IST-2"] },
    Zone { names: "pkt", rules: &["PKT-5"] },
    Zone { names: "wat", rules: &["WAT-1"] },
    Zone { names: "cat", rules: &["CAT-2"] },
    Zone { names: "eat", rules: &["EAT-3"] },
    Zone { names: "sast", rules: &["SAST-2"] },
    Zone { names: "gst", rules: &["GST-4"] },
    Zone { names: "sgt hkt awst pht myt", rules: &["SGT-8"] },
    Zone { names: "jst kst", rules: &["JST-9"] },
    Zone { names: "wib ict", rules: &["WIB-7"] },
    Zone { names: "aedt aest aet", rules: &[SYDNEY] },
    Zone { names: "acst acdt", rules: &["ACST-9:30ACDT,M10.1.0,M4.1.0/3"] },
    Zone { names: "nzst nzdt nzt", rules: &[AUCKLAND] },
    Zone { names: "brt art", rules: &["BRT3"] },
    Zone { names: "msk trt", rules: &["MSK-3"] },
];

/// Places that stand before `time`: `9am Auckland time`.
const PLACES: &[(&str, &str)] = &[
    ("uk british london edinburgh belfast cardiff", BRITISH),
    ("irish dublin", IRISH),
    (
        "german berlin munich paris french madrid spanish rome italian amsterdam dutch brussels vienna zurich geneva stockholm oslo \
      copenhagen warsaw polish prague budapest european",
        CENTRAL_EUROPE,
    ),
    ("kyiv kiev helsinki athens bucharest sofia riga vilnius tallinn", EASTERN_EUROPE),
    ("eastern york boston toronto miami atlanta washington montreal", EASTERN),
    ("central chicago dallas houston austin", CENTRAL),
    ("mountain denver", MOUNTAIN),
    ("pacific seattle vancouver francisco angeles california", PACIFIC),
    ("indian india mumbai delhi bangalore bengaluru pune chennai hyderabad kolkata", INDIA),
    ("pakistan karachi lahore islamabad", "PKT-5"),
    ("lagos nigerian nigeria abuja", "WAT-1"),
    ("nairobi kenyan kenya kampala", "EAT-3"),
    ("johannesburg cape durban", "SAST-2"),
    ("dubai uae gulf", "GST-4"),
    ("singapore manila perth beijing shanghai china chinese taipei kong", "SGT-8"),
    ("tokyo japan seoul korea", "JST-9"),
    ("jakarta bangkok hanoi vietnam", "ICT-7"),
    ("sydney melbourne canberra hobart", SYDNEY),
    ("brisbane queensland", "AEST-10"),
    ("auckland wellington nz", AUCKLAND),
    ("paulo brazil brazilian rio buenos", "BRT3"),
    ("moscow istanbul riyadh turkish doha", "MSK-3"),
];

/// The abbreviations, with what [`zones`] takes for them.
pub(super) fn names() -> impl Iterator<Item = (u8, &'static str)> {
    ZONES.iter().enumerate().map(|(i, zone)| (i as u8, zone.names))
}

/// The zones an abbreviation may mean.
pub(super) fn zones(index: u8) -> &'static [&'static str] {
    ZONES.get(usize::from(index)).map_or(&[], |zone| zone.rules)
}

/// The zone of a place, for `Kyiv time`.
pub(super) fn place(word: &str) -> Option<&'static [&'static str]> {
    PLACES
        .iter()
        .find(|(names, _)| names.split_ascii_whitespace().any(|name| name.eq_ignore_ascii_case(word)))
        .map(|(_, rule)| std::slice::from_ref(rule))
}

/// The zone a rule describes.
pub(super) fn read(rule: &str) -> Option<TimeZone> {
    TimeZone::posix(rule).ok()
}
