;;; regards.el --- What a message about an interview lacks  -*- lexical-binding: t; -*-

;; SPDX-License-Identifier: MIT OR Apache-2.0
;; Version: 0.1.0
;; Package-Requires: ((emacs "28.1"))
;; Keywords: mail, text, convenience

;;; Commentary:

;; Regards reads the message you are about to send about an interview or an
;; application, and says what courtesy it still lacks.  This package runs its
;; language server under Eglot or lsp-mode in the buffers messages are written
;; in: those of Message mode and what is derived from it (mu4e, notmuch, Gnus),
;; text, Markdown, HTML, and templates of them.
;;
;;     (require 'regards)
;;     (add-hook 'text-mode-hook #'regards-ensure)
;;
;; Modes for mail, Markdown and HTML are derived from Text mode.

;;; Code:

(require 'subr-x)

(defvar eglot-server-programs)
(defvar lsp-enable-file-watchers)
(defvar lsp-language-id-configuration)
(declare-function eglot-code-actions "eglot")
(declare-function eglot-current-server "eglot")
(declare-function eglot-ensure "eglot")
(declare-function flymake-diagnostics "flymake")
(declare-function flymake-diagnostic-text "flymake")
(declare-function lsp "lsp-mode")
(declare-function lsp-execute-code-action-by-kind "lsp-mode")
(declare-function lsp-register-client "lsp-mode")
(declare-function lsp-stdio-connection "lsp-mode")
(declare-function lsp-workspaces "lsp-mode")
(declare-function make-lsp-client "lsp-mode")

(defgroup regards nil
  "What a message about an interview or an application lacks."
  :group 'mail
  :prefix "regards-")

(defcustom regards-program "regards"
  "The program: its name, if it is on the variable `exec-path', or its path."
  :type 'string)

(defcustom regards-client 'eglot
  "What runs the server."
  :type '(choice (const :tag "Eglot" eglot) (const :tag "lsp-mode" lsp-mode)))

(defcustom regards-languages
  '((message-mode . "mail")
    (mail-mode . "mail")
    (markdown-mode . "markdown")
    (html-mode . "html")
    (mhtml-mode . "html")
    (jinja2-mode . "jinja")
    (handlebars-mode . "handlebars")
    (text-mode . "plaintext"))
  "The major modes messages are written in, and the language of each.
A mode that is derived from Message mode counts as that; of the others,
only those that are named here."
  :type '(alist :key-type (symbol :tag "Major mode") :value-type (string :tag "Language")))

(defun regards--language ()
  "The language of this buffer; nil where no messages are written."
  (cdr (or (assq major-mode regards-languages)
           (and (derived-mode-p 'message-mode) (assq 'message-mode regards-languages)))))

;;; The server

;;;###autoload
(defun regards-ensure ()
  "Run Regards in this buffer, if it is one that messages are written in.
For hooks of major modes."
  (interactive)
  (when-let* ((language (and buffer-file-name (regards--language))))
    (if (eq regards-client 'lsp-mode)
        (regards--ensure-lsp)
      (regards--ensure-eglot language))))

(defun regards--ensure-eglot (language)
  "Run the server under Eglot in this buffer, which is in LANGUAGE."
  (require 'regards-eglot)
  (setq-local eglot-server-programs
              (cons `((,major-mode :language-id ,language)
                      . (regards-eglot-server ,regards-program "server"))
                    eglot-server-programs))
  (eglot-ensure))

(defun regards--ensure-lsp ()
  "Run the server under lsp-mode in this buffer."
  (require 'lsp-mode)
  ;; The server looks at the disk itself, and a mail's folder may be your home.
  (setq-local lsp-enable-file-watchers nil)
  (lsp))

(with-eval-after-load 'lsp-mode
  (dolist (language regards-languages)
    (add-to-list 'lsp-language-id-configuration language t))
  (lsp-register-client
   (make-lsp-client
    ;; lsp-mode counts columns in characters, and its older versions do not say so.
    :new-connection (lsp-stdio-connection
                     (lambda () (list regards-program "server" "--position-encoding" "utf-32")))
    :activation-fn (lambda (&rest _) (regards--language))
    :add-on? t
    :server-id 'regards)))

(defun regards--act (kind)
  "Do the action of KIND for this message; if there are several, ask."
  (cond
   ((and (fboundp 'eglot-current-server) (eglot-current-server))
    (eglot-code-actions (point-min) (point-max) kind t))
   ((and (fboundp 'lsp-workspaces) (lsp-workspaces))
    (lsp-execute-code-action-by-kind kind))
   (t (user-error "Regards does not run in this buffer; try M-x regards-ensure"))))

;;;###autoload
(defun regards-fix ()
  "Make all fixes in this message that need no look.
Those are the ones that only add words, and leave nothing to fill in."
  (interactive)
  (regards--act "source.fixAll.regards"))

;;;###autoload
(defun regards-set-intent ()
  "Say what this message is, where Regards takes it for something else."
  (interactive)
  (regards--act "source.setIntent.regards"))

;;; The command line

(defun regards--output (&rest arguments)
  "What the program prints, given ARGUMENTS."
  (with-temp-buffer
    (let* ((errors (make-temp-file "regards"))
           (status (unwind-protect
                       (apply #'call-process regards-program nil (list t errors) nil
                              "--color" "never" "--quiet" arguments)
                     (with-temp-buffer
                       (insert-file-contents errors)
                       (delete-file errors)
                       (unless (string-blank-p (buffer-string))
                         (message "%s" (string-trim (buffer-string))))))))
      (unless (eql status 0)
        (user-error "Regards: `%s' failed, see *Messages*" (string-join arguments " ")))
      (buffer-string))))

(defun regards--ids (listing)
  "The first word of each line of LISTING."
  (mapcar (lambda (line) (car (split-string line)))
          (split-string listing "\n" t)))

(defun regards--format ()
  "What suits this buffer's language; a mail has its header fields already."
  (pcase (regards--language)
    ((and it (or "markdown" "html" "jinja" "handlebars")) it)
    (_ "plain")))

;;;###autoload
(defun regards-new (intent)
  "Insert a whole message that lacks nothing, written for INTENT.
Point is left at the first thing to fill in; `regards-next-blank'
goes to the next."
  (interactive
   (list (completing-read "A message to: " (regards--ids (regards--output "new")) nil t)))
  (let ((start (point)))
    (insert (string-trim-right (regards--output "new" intent "--format" (regards--format))))
    (goto-char start)
    (regards-next-blank)))

;;;###autoload
(defun regards-next-blank ()
  "Select the next thing to fill in, such as [reason]."
  (interactive)
  (if (re-search-forward "\\[[^]\n]+\\]" nil t)
      (progn
        (push-mark (match-beginning 0) t t)
        (setq deactivate-mark nil))
    (message "There is nothing left to fill in")))

(defun regards--rules-here ()
  "The rules that object to what point is on."
  (when (fboundp 'flymake-diagnostics)
    (delq nil
          (mapcar (lambda (found)
                    (let ((text (flymake-diagnostic-text found)))
                      (and (string-match "\\[\\([a-z0-9-]+\\)\\]" text)
                           (match-string 1 text))))
                  (flymake-diagnostics (point))))))

;;;###autoload
(defun regards-explain (id)
  "Explain ID: a rule, an act or an intent.
The default is the rule that objects to what point is on."
  (interactive
   (let ((known (append (regards--ids (regards--output "rules")) (regards--ids (regards--output "new")))))
     (list (completing-read "Explain: " known nil nil nil nil (car (regards--rules-here))))))
  (let ((text (regards--output "explain" id)))
    (with-help-window "*Regards*"
      (princ text))))

(provide 'regards)
;;; regards.el ends here
