#include "mcp/codepane.h"

#include "confirm/plaintext.h"
#include "mcp/jsonhighlighter.h"
#include "mcp/jsontext.h"
#include "theme/type.h"

namespace qd {

CodePane::CodePane(const Theme &theme, const QString &objectName, const QString &accessibleName, QWidget *parent) : QPlainTextEdit(parent)
{
    setObjectName(objectName);
    setAccessibleName(accessibleName);
    setReadOnly(true);
    setTabChangesFocus(true);
    setFont(monoFont());
    setProperty("qdRole", QStringLiteral("code"));
    setLineWrapMode(QPlainTextEdit::WidgetWidth);
    new JsonHighlighter(theme, document());
}

void CodePane::setCode(const QString &text)
{
    if (m_code == text && !document()->isEmpty())
        return;
    m_code = text;
    setPlainText(visibleText(indentedJson(text, longestText), longestText));
}

} // namespace qd
