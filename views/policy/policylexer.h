#pragma once

#include "theme/tokens.h"

#include <Qsci/qscilexercustom.h>

namespace qd {

/// Colours a policy: tags, attributes, values, C# expressions, comments. Colours come from the theme; expressions are told
/// apart by their background as well. GUI thread.
class PolicyLexer final : public QsciLexerCustom
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PolicyLexer)

public:
    enum Style { Plain, Tag, Attribute, Value, Expression, Comment, StyleCount };
    static constexpr int maxBytes = 400 * 1024; ///< larger texts stay plain

    explicit PolicyLexer(QObject *parent = nullptr);
    void setTokens(const Tokens &tokens);

    [[nodiscard]] const char *language() const override { return "policy"; }
    [[nodiscard]] QString description(int style) const override;
    void styleText(int start, int end) override;

private:
    void styleTag(const QString &text, qsizetype &at);
    void put(QStringView piece, Style style);
};

} // namespace qd
