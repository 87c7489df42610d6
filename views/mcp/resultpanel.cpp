#include "mcp/resultpanel.h"

#include "confirm/plaintext.h"
#include "format.h"
#include "mcp/jsontext.h"
#include "theme/type.h"
#include "widgets/errorbanner.h"
#include "widgets/labels.h"
#include "widgets/statusglyph.h"

#include <QBuffer>
#include <QHBoxLayout>
#include <QImageReader>
#include <QLabel>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace qd {

/// A glyph as a widget.
class ToneMark final : public QWidget
{
public:
    ToneMark(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme) { setFixedSize(16, 16); }

    void set(Glyph glyph, StatusTone tone)
    {
        m_glyph = glyph;
        m_tone = tone;
        update();
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        paintGlyph(painter, rect(), m_glyph, m_tone, m_theme.tokens());
    }

private:
    const Theme &m_theme;
    Glyph m_glyph = Glyph::DashedRing;
    StatusTone m_tone = StatusTone::Unknown;
};

namespace {

constexpr int largestPictureSide = 4096;
constexpr int largestShownSide = 480;
constexpr qsizetype longestShownText = 400'000;

struct CallLook {
    Glyph glyph;
    StatusTone tone;
    QString word;
};

CallLook callLook(const McpCallRecord &call)
{
    switch (call.status) {
    case McpCallRecord::Status::None: return {Glyph::DashedRing, StatusTone::Unknown, ResultPanel::tr("Nothing was called yet")};
    case McpCallRecord::Status::Waiting: return {Glyph::Lock, StatusTone::Info, ResultPanel::tr("Waits for your word")};
    case McpCallRecord::Status::Running: return {Glyph::Arc, StatusTone::Info, ResultPanel::tr("Running")};
    case McpCallRecord::Status::Cancelled: return {Glyph::FlatLine, StatusTone::Unknown, ResultPanel::tr("Cancelled")};
    case McpCallRecord::Status::Failed: return {Glyph::Cross, StatusTone::Crit, ResultPanel::tr("The call failed")};
    case McpCallRecord::Status::Done: break;
    }
    if (call.result.isError)
        return {Glyph::Bang, StatusTone::Warn, ResultPanel::tr("The tool reports a failure")};
    return {Glyph::Tick, StatusTone::Ok, ResultPanel::tr("Done")};
}

QString shownPart(const McpContent &part)
{
    QString text;
    if (!part.role.isEmpty())
        text = part.role + QStringLiteral(": ");
    switch (part.kind) {
    case McpContent::Kind::Text:
    case McpContent::Kind::Unknown: return text + part.text;
    case McpContent::Kind::ResourceLink: return text + ResultPanel::tr("link: %1 %2").arg(part.uri, part.text);
    case McpContent::Kind::Resource:
        text += part.uri + u'\n';
        return part.text.isEmpty() ? text + ResultPanel::tr("(%1, %2 bytes)").arg(part.mimeType).arg(part.data.size()) : text + part.text;
    case McpContent::Kind::Image:
    case McpContent::Kind::Audio: break;
    }
    return text + ResultPanel::tr("(%1, %2 bytes)").arg(part.mimeType).arg(part.data.size());
}

const McpContent *firstPicture(const McpCallRecord &call)
{
    for (const McpContent &part : call.result.content)
        if (part.kind == McpContent::Kind::Image && !part.data.isEmpty())
            return &part;
    return nullptr;
}

} // namespace

ResultPanel::ResultPanel(const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_mark(new ToneMark(theme, this))
    , m_status(makeLabel(this, QStringLiteral("mcpStatus"), "panelTitle"))
    , m_warnings(makeLabel(this, QStringLiteral("mcpWarnings"), "secondary"))
    , m_error(new ErrorBanner(theme, this))
    , m_text(new QPlainTextEdit(this))
    , m_reveal(new QPushButton(this))
    , m_image(makeLabel(this, QStringLiteral("mcpImage")))
{
    m_warnings->setWordWrap(true);
    m_text->setObjectName(QStringLiteral("mcpResult"));
    m_text->setAccessibleName(tr("Result of the call"));
    m_text->setReadOnly(true);
    m_text->setTabChangesFocus(true);
    m_text->setFont(monoFont());
    m_reveal->setObjectName(QStringLiteral("mcpReveal"));
    m_image->setAccessibleName(tr("Picture in the result"));
    auto *head = new QHBoxLayout;
    head->setSpacing(space::s);
    head->addWidget(m_mark);
    head->addWidget(m_status, 1);
    head->addWidget(m_reveal);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, space::s, 0, 0);
    column->setSpacing(space::s);
    column->addLayout(head);
    column->addWidget(m_error);
    column->addWidget(m_warnings);
    column->addWidget(m_text, 1);
    column->addWidget(m_image);
    connect(m_reveal, &QPushButton::clicked, this, &ResultPanel::showImage);
    connect(m_error, &ErrorBanner::retryRequested, this, &ResultPanel::retryRequested);
    setCall({});
}

void ResultPanel::setCall(const McpCallRecord &call)
{
    m_call = call;
    const CallLook look = callLook(call);
    m_mark->set(look.glyph, look.tone);
    QString status = look.word;
    if (call.status == McpCallRecord::Status::Running && call.progress.progress > 0)
        status += QStringLiteral(" · ") + format::number(call.progress.progress) + (call.progress.total ? QString(u'/' + format::number(*call.progress.total)) : QString())
            + u' ' + visibleText(call.progress.message, 120).simplified();
    if (call.status == McpCallRecord::Status::Done)
        status += QStringLiteral(" · ") + format::duration(call.result.elapsed);
    m_status->setText(status);
    if (call.error && call.status == McpCallRecord::Status::Failed)
        m_error->setReport({.what = tr("%1 was not answered").arg(visibleText(call.name, 120)), .error = *call.error});
    else
        m_error->clear();
    m_warnings->setText(visibleText(call.result.warnings.join(u'\n'), 4000));
    m_warnings->setVisible(!call.result.warnings.isEmpty());
    m_text->setPlainText(bodyText());
    m_text->setVisible(call.status != McpCallRecord::Status::Failed);
    const McpContent *picture = firstPicture(call);
    m_reveal->setVisible(picture != nullptr);
    if (picture) {
        m_reveal->setText(tr("Show the picture"));
        m_reveal->setAccessibleName(tr("Show the picture of %1 bytes, %2").arg(picture->data.size()).arg(visibleText(picture->mimeType, 60)));
    }
    m_image->hide();
}

QString ResultPanel::bodyText() const
{
    QStringList parts;
    for (const McpContent &part : m_call.result.content)
        parts << shownPart(part);
    if (!m_call.result.structured.isEmpty())
        parts << tr("Structured content:") + u'\n' + indentedJson(m_call.result.structured, longestShownText);
    return visibleText(parts.join(QStringLiteral("\n\n")), longestShownText);
}

/// Decoded only when the operator asks, and never a picture whose size alone would hurt.
void ResultPanel::showImage()
{
    const McpContent *picture = firstPicture(m_call);
    if (!picture)
        return;
    QByteArray bytes = picture->data;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::ReadOnly);
    QImageReader reader(&buffer);
    reader.setDecideFormatFromContent(true);
    QImageReader::setAllocationLimit(64);
    const QSize size = reader.size();
    const bool isFit = size.isValid() && size.width() <= largestPictureSide && size.height() <= largestPictureSide;
    if (isFit && std::max(size.width(), size.height()) > largestShownSide)
        reader.setScaledSize(size.scaled(largestShownSide, largestShownSide, Qt::KeepAspectRatio));
    const QImage image = isFit ? reader.read() : QImage();
    if (image.isNull())
        m_image->setText(tr("The picture cannot be shown: it is damaged or too large."));
    else
        m_image->setPixmap(QPixmap::fromImage(image));
    m_image->show();
}

} // namespace qd
