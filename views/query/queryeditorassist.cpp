// What QueryEditor offers about the text: completion, help on a call, navigation and refactoring.
#include "query/queryeditor.h"
#include "query/signaturetip.h"
#include "query/suggestionlist.h"

#include <QScopedValueRollback>

namespace qd {

bool QueryEditor::isCompleting() const { return m_suggestions && m_suggestions->isOffering(); }

void QueryEditor::hideHelpers()
{
    if (!m_suggestions || !m_signature)
        return;
    m_suggestions->dismiss();
    m_signature->hide();
}

QPoint QueryEditor::cursorPoint() const
{
    const long at = SendScintilla(SCI_GETCURRENTPOS);
    const QPoint point(static_cast<int>(SendScintilla(SCI_POINTXFROMPOSITION, 0UL, at)), static_cast<int>(SendScintilla(SCI_POINTYFROMPOSITION, 0UL, at)));
    return viewport()->mapTo(window(), point);
}

// They lie over the whole window: an editor may be too low for them.
void QueryEditor::placeHelpers()
{
    m_helpedAt = SendScintilla(SCI_GETCURRENTPOS);
    for (QWidget *helper : {static_cast<QWidget *>(m_suggestions), static_cast<QWidget *>(m_signature)})
        if (helper->parentWidget() != window())
            helper->setParent(window());
}

/// Offers while a word is written; by Ctrl+Space, everything that could stand here.
void QueryEditor::assist()
{
    if (isLarge())
        return hideHelpers();
    placeHelpers();
    const QString all = text();
    const qsizetype at = cursorOffset();
    const int lineHeight = static_cast<int>(SendScintilla(SCI_TEXTHEIGHT, 0UL));
    const QPoint point = cursorPoint();
    const QList<kql::Suggestion> offered = kql::suggest(all, at, m_catalog);
    // A whole word that is the only thing that fits needs no list.
    const bool isDone = offered.size() == 1 && QStringView(all).mid(offered.constFirst().replaces.from, at - offered.constFirst().replaces.from) == offered.constFirst().label;
    m_suggestions->offer(isDone ? QList<kql::Suggestion>() : offered, point + QPoint(0, lineHeight + 2), lineHeight);
    if (const auto source = kql::valueSourceAt(all, at, m_catalog); source && !m_catalog.seenValues.contains(source->seenKey()))
        emit valuesWanted(*source);
    const auto help = kql::signatureAt(all, at);
    if (help)
        m_signature->showHelp(*help, point, m_suggestions->isOffering() ? 0 : lineHeight);
    else
        m_signature->hide();
}

void QueryEditor::complete() { assist(); }

void QueryEditor::offerValues(const kql::ValueSource &source)
{
    if (hasFocus() && !isLarge() && kql::valueSourceAt(text(), cursorOffset(), m_catalog) == source)
        assist();
}

void QueryEditor::accept()
{
    const kql::Suggestion *current = m_suggestions->current();
    if (!current)
        return;
    const kql::Suggestion taken = *current;
    m_suggestions->dismiss();
    const QByteArray insert = taken.insert.toUtf8();
    const QScopedValueRollback typing(m_isTyping, true);
    SendScintilla(SCI_SETTARGETRANGE, static_cast<unsigned long>(bytesOf(taken.replaces.from)), bytesOf(taken.replaces.to));
    SendScintilla(SCI_REPLACETARGET, static_cast<unsigned long>(insert.size()), insert.constData());
    goTo(taken.replaces.from + taken.insert.size() - taken.caretBack);
    if (taken.caretBack > 0)
        assist();
}

void QueryEditor::goToDefinition()
{
    if (const auto range = kql::definitionAt(text(), cursorOffset()))
        select(*range);
}

/// Only the statement that a run would run; the rest of the text is somebody else's layout.
void QueryEditor::formatStatement()
{
    const kql::TextRange range = runRange();
    const QString all = text();
    if (range.to <= range.from)
        return;
    const QString made = kql::format(all.mid(range.from, range.to - range.from));
    replaceText(QString(all.left(range.from) % made % all.mid(range.to)));
}

bool QueryEditor::extractLet()
{
    const auto made = kql::extractLet(text(), selectionRange());
    if (!made)
        return false;
    replaceText(made->text);
    select(made->name);
    return true;
}

bool QueryEditor::showHelp()
{
    const QString word = kql::helpTopicAt(text(), cursorOffset());
    if (word.isEmpty())
        return false;
    // As if the word were just written: as a call, else as an operator.
    auto help = kql::signatureAt(QString(word % u'('), word.size() + 1);
    if (const QString step = QStringLiteral("T | ") % word % u' '; !help)
        help = kql::signatureAt(step, step.size());
    if (!help)
        return false;
    placeHelpers();
    m_signature->showHelp(*help, cursorPoint(), static_cast<int>(SendScintilla(SCI_TEXTHEIGHT, 0UL)));
    return true;
}

} // namespace qd
