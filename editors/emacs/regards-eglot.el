;;; regards-eglot.el --- Regards under Eglot  -*- lexical-binding: t; -*-

;; SPDX-License-Identifier: MIT OR Apache-2.0

;;; Commentary:

;; What Eglot is told about the server; loaded when it is first run.

;;; Code:

(require 'eglot)

(defclass regards-eglot-server (eglot-lsp-server) ()
  :documentation "Regards' language server.")

(cl-defmethod eglot-client-capabilities :around ((_server regards-eglot-server))
  "Say that no files are watched.
The server looks at the disk itself, and a mail's folder may be your home."
  (let* ((capabilities (copy-tree (cl-call-next-method)))
         (workspace (plist-get capabilities :workspace)))
    (plist-put capabilities :workspace
               (plist-put workspace :didChangeWatchedFiles '(:dynamicRegistration :json-false)))))

(provide 'regards-eglot)
;;; regards-eglot.el ends here
