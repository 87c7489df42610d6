#pragma once

#include "theme/theme.h"

#include <QPlainTextEdit>

namespace qd {

/// JSON or other text of a server to be read: fixed width, laid out, coloured, never more than it can bear, control
/// characters made visible. GUI thread.
class CodePane final : public QPlainTextEdit
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CodePane)

public:
    static constexpr qsizetype longestText = 300'000;

    /// `theme` is borrowed.
    CodePane(const Theme &theme, const QString &objectName, const QString &accessibleName, QWidget *parent = nullptr);

    /// Laid out when it is JSON.
    void setCode(const QString &text);
    /// What setCode() was given, whole.
    [[nodiscard]] const QString &code() const { return m_code; }

private:
    QString m_code;
};

} // namespace qd
