// What QueryEditor does with keys: completion, help on a call, navigation and refactoring.
#include "query/queryeditor.h"
#include "query/signaturetip.h"
#include "query/suggestionlist.h"

#include <QKeyEvent>
#include <QScopedValueRollback>

namespace qd {

namespace {

bool isOpening(const QString &typed)
{
    return !typed.isEmpty() && (typed.at(0).isLetterOrNumber() || QStringView(u"_|.[(\", ").contains(typed.at(0)));
}

/// Keys that the page handles although Scintilla would eat them.
bool isOfPage(const QKeyEvent &event)
{
    const bool isControl = event.modifiers().testFlag(Qt::ControlModifier);
    const int key = event.key();
    if ((key >= Qt::Key_F1 && key <= Qt::Key_F12) || key == Qt::Key_Escape)
        return true;
    // Where AltGr is Ctrl+Alt, it writes brackets and bars.
    if (event.modifiers().testFlag(Qt::AltModifier))
        return !isControl || key == Qt::Key_M || event.text().isEmpty() || !event.text().at(0).isPrint();
    if (key == Qt::Key_Return || key == Qt::Key_Enter)
        return event.modifiers() == Qt::ShiftModifier || event.modifiers() == Qt::ControlModifier;
    return isControl
        && (key == Qt::Key_E || key == Qt::Key_S || key == Qt::Key_N || key == Qt::Key_W || key == Qt::Key_Space || key == Qt::Key_Tab || key == Qt::Key_Backtab
            || (event.modifiers().testFlag(Qt::ShiftModifier) && key == Qt::Key_C));
}

} // namespace

// While a query is written, a letter is a letter and no command; Ctrl+K begins a chord here.
bool QueryEditor::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const auto &key = static_cast<const QKeyEvent &>(*event);
        const bool isTyping = !key.text().isEmpty() && key.text().at(0).isPrint() && !(key.modifiers() & (Qt::ControlModifier | Qt::AltModifier));
        const bool isChord = key.modifiers() == Qt::ControlModifier && (key.key() == Qt::Key_K || (m_chord.isActive() && key.key() == Qt::Key_F));
        const bool isClosing = key.key() == Qt::Key_Escape && (isCompleting() || m_signature->isVisible());
        if (isTyping || isChord || isClosing) {
            event->accept();
            return true;
        }
        if (isOfPage(key)) {
            event->ignore();
            return false;
        }
    }
    return QsciScintilla::event(event);
}

void QueryEditor::keyPressEvent(QKeyEvent *event)
{
    if (handleChord(event) || handleCompletionKey(event))
        return;
    if (isOfPage(*event))
        return event->ignore();
    const QString typed = event->text();
    {
        const QScopedValueRollback typing(m_isTyping, true);
        QsciScintilla::keyPressEvent(event);
    }
    const bool isDeleting = event->key() == Qt::Key_Backspace || event->key() == Qt::Key_Delete;
    if (isOpening(typed) || (isDeleting && isCompleting()))
        assist();
    else if (!typed.isEmpty() || isDeleting)
        hideHelpers();
}

/// Ctrl+K waits for Ctrl+F; anything else, or nothing for a moment, is the palette that Ctrl+K opens elsewhere.
bool QueryEditor::handleChord(QKeyEvent *event)
{
    if (event->modifiers() == Qt::ControlModifier && event->key() == Qt::Key_K) {
        m_chord.start();
        return true;
    }
    if (!m_chord.isActive() || event->key() == Qt::Key_Control)
        return false;
    m_chord.stop();
    if (event->modifiers() != Qt::ControlModifier || event->key() != Qt::Key_F)
        return false;
    formatStatement();
    return true;
}

bool QueryEditor::handleCompletionKey(QKeyEvent *event)
{
    const bool isPlain = event->modifiers() == Qt::NoModifier || event->modifiers() == Qt::KeypadModifier;
    const int key = event->key();
    if (key == Qt::Key_Escape && (isCompleting() || m_signature->isVisible())) {
        hideHelpers();
        return true;
    }
    if (!isCompleting() || !isPlain)
        return false;
    if (key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Tab) {
        accept();
        return true;
    }
    return m_suggestions->move(key);
}

bool QueryEditor::isCompleting() const { return m_suggestions && m_suggestions->isOffering(); }

void QueryEditor::hideHelpers()
{
    if (!m_suggestions || !m_signature)
        return;
    m_suggestions->dismiss();
    m_signature->hide();
}

void QueryEditor::focusOutEvent(QFocusEvent *event)
{
    hideHelpers();
    QsciScintilla::focusOutEvent(event);
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
