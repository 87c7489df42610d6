#include "mcp/rawinput.h"

#include "mcp/jsonhighlighter.h"
#include "theme/type.h"
#include "widgets/labels.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace qd {

namespace {

constexpr int metaLines = 2;

} // namespace

RawInput::RawInput(const Theme &theme, QWidget *parent)
    : QWidget(parent), m_text(makeEditor(theme, "mcpRaw", tr("Arguments as JSON"))), m_meta(makeEditor(theme, "mcpMeta", tr("Members of _meta for this call, a JSON object")))
{
    m_meta->setPlaceholderText(QStringLiteral("{\"example.com/trace\": \"a1\"}"));
    m_meta->setFixedHeight(metaLines * m_meta->fontMetrics().lineSpacing() + 2 * space::s);
    QLabel *label = makeLabel(this, QStringLiteral("mcpMetaLabel"), "caption");
    label->setText(QStringLiteral("_meta"));
    label->setBuddy(m_meta);
    auto *line = new QHBoxLayout;
    line->setSpacing(space::s);
    line->addWidget(label, 0, Qt::AlignTop);
    line->addWidget(m_meta, 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::xs);
    column->addWidget(m_text, 1);
    column->addLayout(line);
    setFocusProxy(m_text);
}

QPlainTextEdit *RawInput::makeEditor(const Theme &theme, const char *name, const QString &accessible)
{
    auto *editor = new QPlainTextEdit(this);
    new JsonHighlighter(theme, editor->document());
    editor->setObjectName(QLatin1StringView(name));
    editor->setAccessibleName(accessible);
    editor->setFont(monoFont());
    editor->setTabChangesFocus(true);
    return editor;
}

QString RawInput::text() const { return m_text->toPlainText(); }

void RawInput::setText(const QString &text) { m_text->setPlainText(text); }

QString RawInput::meta() const { return m_meta->toPlainText().trimmed(); }

void RawInput::setMeta(const QString &meta) { m_meta->setPlainText(meta); }

void RawInput::focusText() { m_text->setFocus(Qt::OtherFocusReason); }

} // namespace qd
