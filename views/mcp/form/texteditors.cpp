#include "mcp/form/texteditors.h"

#include "confirm/plaintext.h"
#include "plaintip.h"
#include "theme/tokens.h"
#include "theme/type.h"

#include <QCompleter>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QStringListModel>

#include <algorithm>
#include <chrono>

namespace qd {

namespace {

constexpr std::chrono::milliseconds askAfter{250};
constexpr int longestTyped = 1024 * 1024;
constexpr int mostLines = 8;
constexpr int shortestRaw = 3;

void nameEditor(QWidget &widget, const ToolField &field, const QString &path)
{
    widget.setObjectName(QStringLiteral("mcpField") + path);
    widget.setAccessibleName(FieldEditor::tr("%1, %2").arg(visibleText(field.name.isEmpty() ? fieldWords(path) : field.name, 60), fieldHint(field)));
    widget.setToolTip(plainTip(visibleText(field.description, 1000)));
}

void fill(FieldEditor &editor, QWidget &widget)
{
    auto *line = new QHBoxLayout(&editor);
    line->setContentsMargins(0, 0, 0, 0);
    line->addWidget(&widget);
    editor.setFocusProxy(&widget);
}

} // namespace

LineEditor::LineEditor(const ToolField &field, const QString &path, QWidget *parent) : FieldEditor(field, path, parent), m_edit(new QLineEdit(this))
{
    nameEditor(*m_edit, field, path);
    m_edit->setMaxLength(longestTyped);
    if (field.kind != ToolField::Kind::Text)
        m_edit->setFont(monoFont());
    fill(*this, *m_edit);
    connect(m_edit, &QLineEdit::textEdited, this, &FieldEditor::edited);
    if (field.canComplete)
        addCompleter();
}

void LineEditor::addCompleter()
{
    m_completions = new QStringListModel(this);
    m_completer = new QCompleter(m_completions, this);
    m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion); // the server has filtered
    m_completer->setCaseSensitivity(Qt::CaseInsensitive);
    m_edit->setCompleter(m_completer);
    m_edit->setPlaceholderText(tr("the server suggests values"));
    m_asking.setSingleShot(true);
    m_asking.setInterval(askAfter);
    connect(&m_asking, &QTimer::timeout, this, [this] { emit completionWanted(path(), m_edit->text()); });
    connect(m_edit, &QLineEdit::textEdited, &m_asking, qOverload<>(&QTimer::start));
    connect(m_completer, qOverload<const QString &>(&QCompleter::activated), this, &FieldEditor::edited);
}

void LineEditor::setCompletions(const QString &wanted, const QStringList &values)
{
    if (!m_completions || wanted != path())
        return;
    m_completions->setStringList(values);
    if (m_edit->hasFocus() && !values.isEmpty())
        m_completer->complete();
}

void LineEditor::collect(ToolValues &values) const { values.insert(path(), m_edit->text()); }

void LineEditor::apply(const ToolValues &values)
{
    const QString text = values.value(path());
    m_edit->setText(text == nullValue() ? QString() : text);
}

bool LineEditor::isBlank() const { return m_edit->text().isEmpty(); }

QWidget *LineEditor::focusTarget() const { return m_edit; }

LongTextEditor::LongTextEditor(const ToolField &field, const QString &path, QWidget *parent) : FieldEditor(field, path, parent), m_edit(new QPlainTextEdit(this))
{
    nameEditor(*m_edit, field, path);
    m_edit->setTabChangesFocus(true);
    m_edit->setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    m_edit->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_edit->document()->setDocumentMargin(1);
    m_edit->setProperty("qdRole", QStringLiteral("field"));
    if (field.kind == ToolField::Kind::Raw)
        m_edit->setFont(monoFont());
    m_edit->installEventFilter(this);
    fill(*this, *m_edit);
    connect(m_edit, &QPlainTextEdit::textChanged, this, &LongTextEditor::fitHeight);
    fitHeight();
}

/// Enter leaves the text alone, so that it means the same in every field.
bool LongTextEditor::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const auto *press = static_cast<QKeyEvent *>(event);
        const bool isReturn = press->key() == Qt::Key_Return || press->key() == Qt::Key_Enter;
        if (isReturn && field().kind != ToolField::Kind::Raw && !press->modifiers().testFlag(Qt::ShiftModifier)) {
            event->ignore();
            return true;
        }
    }
    return FieldEditor::eventFilter(watched, event);
}

void LongTextEditor::fitHeight()
{
    const int shortest = field().kind == ToolField::Kind::Raw ? shortestRaw : 1;
    const int lines = std::clamp(m_edit->blockCount(), shortest, mostLines);
    const int wanted = lines * m_edit->fontMetrics().lineSpacing() + 2 * space::xs + 4;
    if (m_edit->height() != wanted || m_edit->minimumHeight() != wanted)
        m_edit->setFixedHeight(wanted);
    if (m_edit->hasFocus())
        emit edited();
}

void LongTextEditor::collect(ToolValues &values) const { values.insert(path(), m_edit->toPlainText()); }

void LongTextEditor::apply(const ToolValues &values)
{
    const QString text = values.value(path());
    m_edit->setPlainText(text == nullValue() ? QString() : text);
}

bool LongTextEditor::isBlank() const { return m_edit->document()->isEmpty(); }

QWidget *LongTextEditor::focusTarget() const { return m_edit; }

} // namespace qd
