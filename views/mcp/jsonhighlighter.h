#pragma once

#include "theme/theme.h"

#include <QSyntaxHighlighter>

namespace qd {

/// JSON in the colours of the theme: names, texts, numbers, literals. Works line by line on text as it is laid out by
/// indentedJson(); what is no JSON stays plain. GUI thread.
class JsonHighlighter final : public QSyntaxHighlighter
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(JsonHighlighter)

public:
    /// `theme` is borrowed and must outlive it.
    JsonHighlighter(const Theme &theme, QTextDocument *document);

protected:
    void highlightBlock(const QString &text) override;

private:
    const Theme &m_theme;
};

} // namespace qd
