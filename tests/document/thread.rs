//! What of a draft others wrote: quoted and forwarded mail, signatures, what programs and lawyers add.

use super::check_document;

#[test]
fn quoted_mail_in_many_languages() {
    for (attribution, from) in [
        ("On Mon, Mar 10, 2025 at 4:52 PM Dana Reyes <dana@acme.example> wrote:", "Dana Reyes"),
        ("Den m\u{E5}n 10 mars 2025 kl 14:22 skrev Dana Reyes <dana@acme.example>:", "Dana Reyes"),
        ("Le lun. 10 mars 2025 \u{E0} 14:22, Dana Reyes <dana@acme.example> a \u{E9}crit :", "Dana Reyes"),
        ("Am 10.03.2025 um 14:22 schrieb Dana Reyes:", "Dana Reyes"),
        ("El lun, 10 mar 2025 a las 14:22, Dana Reyes (<dana@acme.example>) escribi\u{F3}:", "Dana Reyes"),
        ("On Mon, Mar 10, 2025 at 4:52 PM Dana Reyes\n<dana@acme.example> wrote:", "Dana Reyes"),
        ("Il giorno lun 10 mar 2025 alle ore 14:22 Dana Reyes <dana@acme.example> ha scritto:", "Dana Reyes"),
        ("On 10/03/2025 14:22, dana@acme.example wrote:", "dana@acme.example"),
    ] {
        check_document(
            "a.txt",
            &format!("Hi Dana,\n\nI must cancel.\n\nSam\n\n{attribution}\n> Sorry to hear it.\n> See you.\n"),
            &format!(
                "greeting: Hi Dana,
                 body: I must cancel.
                 sign-off: Sam
                 names: Dana
                 thread: {from}: Sorry to hear it. / See you."
            ),
        );
    }
}

#[test]
fn outlook_threads_and_forwarded_mail() {
    check_document(
        "a.txt",
        "Please cancel.\n\nSam\n\n________________________________\nFrom: Reyes, Dana <dana@acme.example>\nSent: Monday, 10 March 2025 09:00\nTo: Sam Roe\nSubject: Interview\n\nThank you for applying. See you Thursday at 10.\n\nFrom: Sam Roe\nSent: Sunday\nTo: Dana\n\nI apply.\n",
        "body: Please cancel.
         sign-off: Sam
         thread: Dana Reyes: Thank you for applying. See you Thursday at 10.
         thread: Sam Roe: I apply.",
    );
    check_document(
        "a.txt",
        "Fergal, please see below.\n\nNoor\n\n---------- Forwarded message ---------\nFrom: Aoife <aoife@kestrel.example>\nDate: Tue, 14 Oct 2025 at 17:26\nSubject: Next\nTo: Noor\n\nSorry for the delay.\n",
        "greeting: Fergal,
         body: please see below.
         sign-off: Noor
         names: Fergal
         thread: Aoife: Sorry for the delay.",
    );
}

#[test]
fn answers_between_the_quotes_are_the_writers() {
    check_document(
        "a.txt",
        "Hi Dana,\n\nOn Tue, Dana Reyes wrote:\n> Can you come?\n\nI can not, sorry.\n\n> Bring your form.\n\nIt is in the post.\n\nSam\n",
        "greeting: Hi Dana,
         body: I can not, sorry.
         body: It is in the post.
         sign-off: Sam
         names: Dana
         thread: Dana Reyes: Can you come?
         thread: ?: Bring your form.",
    );
}

#[test]
fn what_programs_and_lawyers_add_is_not_the_writers() {
    check_document(
        "a.txt",
        "Hi Dana,\n\nI must cancel.\n\nSam\n-- \nSam Roe\nSorry Ltd\n\nThis message and its attachments may contain confidential information. We apologise.\n",
        "greeting: Hi Dana,
         body: I must cancel.
         sign-off: Sam
         names: Dana
         signature: Sam Roe / Sorry Ltd /  / This message and its attachments may contain confidential information. We apologise.",
    );
    check_document(
        "a.txt",
        "Please cancel.\n\nSent from my iPhone\n",
        "body: Please cancel.\nsignature: Sent from my iPhone",
    );
}
