#pragma once

#include "query/catalog.h"
#include "theme/tokens.h"

#include <Qsci/qscilexercustom.h>

namespace qd {

/// Colours KQL by what our own parser says of it, with the names that the service knows. Colours come from the theme; what
/// differs in meaning differs in weight or slant as well. GUI thread.
class QueryLexer final : public QsciLexerCustom
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(QueryLexer)

public:
    enum Style { Plain, Comment, String, Number, Keyword, Operator, OtherOperator, Function, TableName, ColumnName, LetName, Parameter, Wrong, StyleCount };
    static constexpr qsizetype maxLength = 200 * 1024; ///< longer texts stay plain

    explicit QueryLexer(QObject *parent = nullptr);
    void setTokens(const Tokens &tokens);
    void setCatalog(const query::Catalog &catalog) { m_catalog = catalog; }

    [[nodiscard]] const char *language() const override { return "KQL"; }
    [[nodiscard]] QString description(int style) const override;
    void styleText(int start, int end) override;

private:
    query::Catalog m_catalog;
};

} // namespace qd
