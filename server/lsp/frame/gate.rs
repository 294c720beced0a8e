//! The server's two ends: where it reads frames, and where it writes; between them the gate that makes it wait.

use super::Frame;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::{Notify, mpsc};

/// Where the server reads: the frames of a [`pump`](super::pump), one at a time. What follows `initialize` or `shutdown`
/// waits for its answer, for the server knows no other order.
pub(in crate::lsp) struct Source {
    frames: mpsc::UnboundedReceiver<Frame>,
    current: Option<Frame>,
    at: usize,
    gate: Arc<Gate>,
}

/// Closed from `initialize` or `shutdown` until something is written.
#[derive(Default)]
pub(in crate::lsp) struct Gate {
    closed: AtomicBool,
    written: Notify,
    waiting: std::sync::Mutex<Option<std::task::Waker>>,
}

impl Gate {
    /// Waits until something more was written.
    pub(in crate::lsp) async fn written(&self) {
        self.written.notified().await;
    }

    fn waker(&self) -> std::sync::MutexGuard<'_, Option<std::task::Waker>> {
        self.waiting.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Source {
    pub(in crate::lsp) fn new(frames: mpsc::UnboundedReceiver<Frame>, gate: Arc<Gate>) -> Self {
        Self { frames, current: None, at: 0, gate }
    }
}

impl AsyncRead for Source {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, out: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if this.current.is_none() {
            if this.gate.closed.load(Ordering::Acquire) {
                *this.gate.waker() = Some(cx.waker().clone());
                // It may have opened meanwhile.
                if this.gate.closed.load(Ordering::Acquire) {
                    return Poll::Pending;
                }
            }
            match this.frames.poll_recv(cx) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(None) => return Poll::Ready(Ok(())),
                Poll::Ready(Some(frame)) => (this.current, this.at) = (Some(frame), 0),
            }
        }
        if let Some(frame) = &this.current {
            let rest = &frame.bytes[this.at..];
            let piece = &rest[..rest.len().min(out.remaining())];
            out.put_slice(piece);
            this.at += piece.len();
            if this.at == frame.bytes.len() {
                if frame.is_turn {
                    this.gate.closed.store(true, Ordering::Release);
                }
                this.current = None;
            }
        }
        Poll::Ready(Ok(()))
    }
}

/// Where the server writes; opens the gate.
pub(in crate::lsp) struct Sink<W> {
    output: W,
    gate: Arc<Gate>,
}

impl<W> Sink<W> {
    pub(in crate::lsp) fn new(output: W, gate: Arc<Gate>) -> Self {
        Self { output, gate }
    }
}

impl<W: AsyncWrite + Unpin> AsyncWrite for Sink<W> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.output).poll_write(cx, bytes);
        if matches!(written, Poll::Ready(Ok(_))) {
            self.gate.closed.store(false, Ordering::Release);
            if let Some(waker) = self.gate.waker().take() {
                waker.wake();
            }
            self.gate.written.notify_one();
        }
        written
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.output).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.output).poll_shutdown(cx)
    }
}
