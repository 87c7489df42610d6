// What QueryEditor does with keys: which are its own, the page's, or Scintilla's.
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

void QueryEditor::focusOutEvent(QFocusEvent *event)
{
    hideHelpers();
    QsciScintilla::focusOutEvent(event);
}

} // namespace qd
