#pragma once

#include <QSyntaxHighlighter>

namespace qd {

/// Keeps a fixed-width font from joining operators into ligatures ("==" into one long sign): in a query every character
/// counts. Qt 6.4 cannot switch the font's feature off, but it shapes each format run apart.
class CodeHighlighter final : public QSyntaxHighlighter
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CodeHighlighter)

public:
    using QSyntaxHighlighter::QSyntaxHighlighter;

protected:
    void highlightBlock(const QString &text) override;
};

} // namespace qd
