#include "shell/helppage.h"

#include <QFile>
#include <QHBoxLayout>
#include <QListWidget>
#include <QTextBlock>
#include <QTextBrowser>
#include <QTextFrame>
#include <QTextTable>

namespace qd {

namespace {

constexpr qint64 maxHelpPage = 256 * 1024;
constexpr int helpWidth = 900; ///< longer lines are hard to follow

QString helpText(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.read(maxHelpPage)) : QString();
}

/// The page's first heading, or its name.
QString helpTitle(const QString &text, const QString &name)
{
    const QString first = text.section(u'\n', 0, 0);
    return first.startsWith(u"# ") ? first.mid(2).trimmed() : name;
}

/// Qt's Markdown leaves tables without borders or air.
void styleHelpTables(QTextDocument &document, const QColor &line)
{
    for (QTextFrame *frame : document.rootFrame()->childFrames()) {
        auto *table = qobject_cast<QTextTable *>(frame);
        if (!table)
            continue;
        QTextTableFormat format = table->format();
        format.setBorder(1);
        format.setBorderBrush(line);
        format.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
        format.setBorderCollapse(true);
        format.setCellPadding(6);
        format.setTopMargin(space::s);
        format.setBottomMargin(space::m);
        table->setFormat(format);
    }
}

/// Code in the bundled mono font instead of whatever the system calls monospace.
void styleHelpCode(QTextBlock block)
{
    for (auto part = block.begin(); !part.atEnd(); ++part) {
        if (!part.fragment().charFormat().fontFixedPitch())
            continue;
        QTextCursor cursor(block);
        cursor.setPosition(part.fragment().position());
        cursor.setPosition(part.fragment().position() + part.fragment().length(), QTextCursor::KeepAnchor);
        QTextCharFormat format;
        format.setFontFamilies({QStringLiteral("JetBrains Mono")});
        cursor.mergeCharFormat(format);
    }
}

/// Air between paragraphs and lines, and headings that belong to what follows.
void styleHelpBlocks(QTextDocument &document)
{
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        styleHelpCode(block);
        QTextCursor cursor(block);
        if (cursor.currentTable())
            continue;
        QTextBlockFormat format = block.blockFormat();
        const int level = format.headingLevel();
        format.setTopMargin(level > 1 ? space::l : 0);
        format.setBottomMargin(space::s);
        format.setLineHeight(level > 0 ? 100 : 130, QTextBlockFormat::ProportionalHeight);
        cursor.setBlockFormat(format);
    }
}

} // namespace

HelpPage::HelpPage(const Theme &theme, const QString &folder, const QStringList &names, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_folder(folder)
    , m_names(names)
    , m_topics(new QListWidget(this))
    , m_text(new QTextBrowser(this))
{
    setObjectName(QStringLiteral("helpPage"));
    setFocusProxy(m_text);
    m_topics->setObjectName(QStringLiteral("helpTopics"));
    m_topics->setAccessibleName(tr("Topics of the user guide"));
    m_topics->setFixedWidth(200);
    m_topics->setFrameShape(QFrame::NoFrame);
    m_topics->setSpacing(space::xxs);
    m_text->setObjectName(QStringLiteral("helpText"));
    m_text->setAccessibleName(tr("User guide"));
    m_text->setOpenLinks(false);
    m_text->document()->setDocumentMargin(space::xl);
    m_text->setLineWrapMode(QTextEdit::FixedPixelWidth);
    m_text->setLineWrapColumnOrWidth(helpWidth);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(space::l, space::m, space::l, space::m);
    layout->setSpacing(space::s);
    layout->addWidget(m_topics);
    layout->addWidget(m_text, 1);
    connect(m_topics, &QListWidget::currentRowChanged, this, [this](int row) {
        if (row >= 0)
            load(m_names.at(row));
    });
    connect(m_text, &QTextBrowser::anchorClicked, this, [this](const QUrl &url) { open(url.path().section(u'.', 0, 0)); });
    connect(&theme, &Theme::changed, this, &HelpPage::restyle);
}

// The titles come from the files, which are read only when someone wants help.
void HelpPage::showEvent(QShowEvent *event)
{
    if (m_topics->count() == 0) {
        for (const QString &name : m_names)
            m_topics->addItem(helpTitle(helpText(m_folder + name + QStringLiteral(".md")), name));
        open(m_current.isEmpty() ? m_names.value(0) : m_current);
    }
    QWidget::showEvent(event);
}

void HelpPage::open(const QString &name)
{
    const qsizetype row = m_names.indexOf(name);
    if (row < 0)
        return;
    m_current = name;
    m_topics->setCurrentRow(static_cast<int>(row));
}

void HelpPage::load(const QString &name)
{
    m_current = name;
    m_text->document()->setDefaultFont(uiFont());
    m_text->document()->setMarkdown(helpText(m_folder + name + QStringLiteral(".md")),
                                    QTextDocument::MarkdownFeatures(QTextDocument::MarkdownDialectGitHub)
                                        | QTextDocument::MarkdownNoHTML);
    styleHelpBlocks(*m_text->document());
    styleHelpTables(*m_text->document(), m_theme.tokens().border);
    m_text->moveCursor(QTextCursor::Start);
}

void HelpPage::restyle()
{
    if (!m_current.isEmpty() && m_topics->count() > 0)
        load(m_current);
}

} // namespace qd
