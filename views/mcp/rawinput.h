#pragma once

#include "theme/theme.h"

#include <QWidget>

class QPlainTextEdit;

namespace qd {

/// What is sent, as JSON: the arguments, and what goes into `_meta` of this one call. GUI thread.
class RawInput final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RawInput)

public:
    /// `theme` is borrowed.
    explicit RawInput(const Theme &theme, QWidget *parent = nullptr);

    [[nodiscard]] QString text() const;
    void setText(const QString &text);
    /// Empty: none.
    [[nodiscard]] QString meta() const;
    void setMeta(const QString &meta);
    void focusText();

private:
    QPlainTextEdit *makeEditor(const Theme &theme, const char *name, const QString &accessible);

    QPlainTextEdit *m_text;
    QPlainTextEdit *m_meta;
};

} // namespace qd
