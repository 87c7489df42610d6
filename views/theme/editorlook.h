#pragma once

#include "theme/tokens.h"

class QsciScintilla;

namespace qd {

/// What every editor of the product has in common: UTF-8, four spaces, line numbers, matching braces.
void setUpEditor(QsciScintilla &editor);
/// Its paper, caret, selection, margins and braces in the theme's colours; markers and words are the editor's own.
void dressEditor(QsciScintilla &editor, const Tokens &tokens);

} // namespace qd
