#include "theme/editorlook.h"

#include "theme/type.h"

#include <Qsci/qsciscintilla.h>

namespace qd {

void setUpEditor(QsciScintilla &editor)
{
    editor.setUtf8(true);
    editor.setFrameShape(QFrame::NoFrame);
    editor.setEolMode(QsciScintilla::EolUnix);
    editor.setIndentationsUseTabs(false);
    editor.setTabWidth(4);
    editor.setAutoIndent(true);
    editor.setScrollWidth(1);
    editor.setScrollWidthTracking(true);
    editor.setBraceMatching(QsciScintilla::SloppyBraceMatch);
    editor.setMarginType(0, QsciScintilla::NumberMargin);
    editor.setMarginType(1, QsciScintilla::SymbolMargin);
}

void dressEditor(QsciScintilla &editor, const Tokens &tokens)
{
    editor.setPaper(tokens.surface);
    editor.setColor(tokens.text);
    editor.setCaretForegroundColor(tokens.text);
    editor.setCaretLineVisible(true);
    editor.setCaretLineBackgroundColor(tokens.raised);
    editor.setSelectionBackgroundColor(tokens.isHighContrast ? tokens.accent : tokens.selection);
    editor.setSelectionForegroundColor(tokens.isHighContrast ? tokens.onAccent : tokens.onSelection);
    editor.setMarginsBackgroundColor(tokens.surface);
    editor.setMarginsForegroundColor(tokens.text3);
    editor.setMarginsFont(editorFont(TextSize::Caption));
    editor.setMatchedBraceBackgroundColor(tokens.selection);
    editor.setMatchedBraceForegroundColor(tokens.onSelection);
}

} // namespace qd
