//! What goes to the client, where it matters that it goes before an answer does.
//!
//! tower-lsp has one queue for answers and one for everything else, and takes from both in turn: an answer can overtake
//! what was sent before it. What is told through a [`Teller`] is on its way once that returns.

use futures_core::Stream;
use serde::Serialize;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::sync::{mpsc, oneshot};
use tower_lsp::jsonrpc::Request;
use tower_lsp::{ClientSocket, Loopback};

/// A message, and who waits for it to go.
type Told = (Request, oneshot::Sender<()>);

/// Tells the client things in their order.
#[derive(Clone, Debug)]
pub(super) struct Teller(mpsc::UnboundedSender<Told>);

/// The client's socket, with what is told in front of it.
pub(super) struct Outgoing {
    socket: ClientSocket,
    told: mpsc::UnboundedReceiver<Told>,
}

/// The two ends of what is told.
pub(super) fn channel() -> (Teller, impl FnOnce(ClientSocket) -> Outgoing) {
    let (sender, told) = mpsc::unbounded_channel();
    (Teller(sender), |socket| Outgoing { socket, told })
}

impl Teller {
    /// Sends a notification; returns when nothing that is sent from now on can come before it.
    pub(super) async fn notify(&self, method: &'static str, params: &impl Serialize) {
        // Plain data with string keys serializes.
        let params = serde_json::to_value(params).unwrap_or_default();
        let (sender, gone) = oneshot::channel();
        if self.0.send((Request::build(method).params(params).finish(), sender)).is_ok() {
            // It cannot go any more where the session ends.
            let _ = gone.await;
        }
    }
}

impl Loopback for Outgoing {
    type RequestStream = Messages;
    type ResponseSink = <ClientSocket as Loopback>::ResponseSink;

    fn split(self) -> (Messages, Self::ResponseSink) {
        let (rest, answers) = Loopback::split(self.socket);
        (Messages { told: self.told, rest }, answers)
    }
}

/// Messages on their way.
pub(super) struct Messages {
    told: mpsc::UnboundedReceiver<Told>,
    rest: <ClientSocket as Loopback>::RequestStream,
}

impl Stream for Messages {
    type Item = Request;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Request>> {
        if let Poll::Ready(Some((message, waiting))) = self.told.poll_recv(cx) {
            // Whoever waited may have been cancelled.
            let _ = waiting.send(());
            return Poll::Ready(Some(message));
        }
        Pin::new(&mut self.rest).poll_next(cx)
    }
}
