"""Makes variants.zip and variants.json: one small picture in every kind of file, and what Pillow makes of it.

Run in an empty folder that holds an empty folder img; needs numpy and Pillow 12.3."""
import numpy as np, struct, zlib, io, os
from PIL import Image, TiffImagePlugin, features
rng=np.random.default_rng(7)
W,H=41,27
yy,xx=np.mgrid[0:H,0:W]
rgb=np.stack([(128+100*np.sin(xx/9+yy/17)),(128+100*np.cos(xx/13-yy/7)),(xx*2+yy)%256],-1)
rgb=np.clip(rgb+rng.normal(0,6,rgb.shape),0,255).astype(np.uint8)
a=((xx*3+yy*2)%256).astype(np.uint8)
g=rgb[...,0]
im=Image.fromarray(rgb); L=Image.fromarray(g); RGBA=Image.fromarray(np.dstack([rgb,a])); LA=Image.fromarray(np.dstack([g,a]),'LA')
P=im.quantize(64); P16=im.quantize(16);P4=im.quantize(4);P2=im.quantize(2)
B1=im.convert('1'); CMYK=im.convert('CMYK')
g16=(g.astype(np.uint16)*3+5)
def s(i,n,**k): i.save('img/'+n,**k)
# own png writer
def png(n,arr,bits,ct,interlace=0,plte=None,trns=None,filt='cycle',extra=b'',trunc=None):
    h,w=arr.shape[:2]
    ch={0:1,2:3,3:1,4:2,6:4}[ct]
    arr=arr.reshape(h,w,ch)
    bpp=max(1,ch*bits//8)
    def rows(sub):
        hh,ww=sub.shape[:2]
        if hh==0 or ww==0: return b''
        out=b'';prev=None
        for r in range(hh):
            v=sub[r].reshape(-1)
            if bits==16: line=v.astype('>u2').tobytes()
            elif bits==8: line=v.astype(np.uint8).tobytes()
            else:
                b=np.zeros((ww*ch,bits),np.uint8)
                for k in range(bits): b[:,k]=(v>>(bits-1-k))&1
                line=np.packbits(b.reshape(-1)).tobytes()
            if prev is None: prev=bytes(len(line))
            f=(r%5)
            o=bytearray()
            for i,c in enumerate(line):
                A=line[i-bpp] if i>=bpp else 0; B=prev[i]; C=prev[i-bpp] if i>=bpp else 0
                if f==0:p=0
                elif f==1:p=A
                elif f==2:p=B
                elif f==3:p=(A+B)//2
                else:
                    q=A+B-C;pa,pb,pc=abs(q-A),abs(q-B),abs(q-C)
                    p=A if pa<=pb and pa<=pc else (B if pb<=pc else C)
                o.append((c-p)&255)
            out+=bytes([f])+bytes(o); prev=line
        return out
    if interlace:
        raw=b''
        for x0,y0,dx,dy in [(0,0,8,8),(4,0,8,8),(0,4,4,8),(2,0,4,4),(0,2,2,4),(1,0,2,2),(0,1,1,2)]:
            raw+=rows(arr[y0::dy,x0::dx])
    else: raw=rows(arr)
    z=zlib.compress(raw)
    def ck(t,d): return struct.pack('>I',len(d))+t+d+struct.pack('>I',zlib.crc32(t+d))
    o=b'\x89PNG\r\n\x1a\n'+ck(b'IHDR',struct.pack('>IIBBBBB',w,h,bits,ct,0,0,interlace))
    if plte is not None: o+=ck(b'PLTE',bytes(plte))
    if trns is not None: o+=ck(b'tRNS',bytes(trns))
    half=len(z)//2
    o+=ck(b'IDAT',z[:half])+ck(b'IDAT',z[half:])+ck(b'IEND',b'')
    open('img/'+n,'wb').write(o)
pal=rng.integers(0,256,768).astype(np.uint8).tobytes()
for il in (0,1):
    t='_il' if il else ''
    for b in (1,2,4,8): png(f'p_g{b}{t}.png',g>>(8-b),b,0,il)
    for b in (1,2,4,8): png(f'p_p{b}{t}.png',g>>(8-b),b,3,il,plte=pal[:3<<b])
    png(f'p_g16{t}.png',g16,16,0,il); png(f'p_rgb8{t}.png',rgb,8,2,il); png(f'p_rgb16{t}.png',rgb.astype(np.uint16)*257-100*(rgb>128),16,2,il)
    png(f'p_la8{t}.png',np.dstack([g,a]),8,4,il); png(f'p_la16{t}.png',np.dstack([g.astype(np.uint16)*200+3,a.astype(np.uint16)*257]),16,4,il)
    png(f'p_rgba8{t}.png',np.dstack([rgb,a]),8,6,il); png(f'p_rgba16{t}.png',np.dstack([rgb,a]).astype(np.uint16)*200+7,16,6,il)
png('p_p8_shortplte.png',g>>2,8,3,0,plte=pal[:30])
png('p_p8_trns.png',g>>2,8,3,0,plte=pal[:192],trns=bytes(range(64)))
png('p_g8_trns.png',g,8,0,0,trns=b'\0\x40'); png('p_rgb8_trns.png',rgb,8,2,0,trns=b'\0\x40\0\x50\0\x60'); png('p_g16_trns.png',g16,16,0,0,trns=b'\0\x40')
png('p_1x1_il.png',rgb[:1,:1],8,2,1); png('p_3x2_il.png',rgb[:2,:3],8,2,1)
im2=Image.fromarray(255-rgb)
im.save('img/p_apng.png',save_all=True,append_images=[im2]); 
im.save('img/p_apng_def.png',save_all=True,append_images=[im2,im],default_image=True)
# gif
s(P,'g_plain.gif'); s(P2,'g_2.gif'); s(L,'g_gray.gif'); s(P,'g_il.gif',interlace=1)
im.save('img/g_anim.gif',save_all=True,append_images=[im2,im])
P.info['transparency']=5; P.save('img/g_trans.gif',transparency=5)
# offset first frame: patch
d=bytearray(open('img/g_plain.gif','rb').read())
def patch(n,sw,sh,x,y,bg=None,trans=None):
    q=bytearray(d); struct.pack_into('<HH',q,6,sw,sh)
    if bg is not None: q[11]=bg
    tb=3<<((q[10]&7)+1); i=13+tb
    gce=b''
    while q[i]!=0x2c:
        if q[i]==0x21:
            j=i+2
            while q[j]: j+=q[j]+1
            j+=1
            del q[i:j]
        else: raise 1
    struct.pack_into('<HH',q,i+1,x,y)
    if trans is not None: q[i:i]=b'\x21\xf9\x04\x01\0\0'+bytes([trans])+b'\0'
    open('img/'+n,'wb').write(q)
patch('g_off.gif',60,40,10,7); patch('g_off_bg3.gif',60,40,10,7,3); patch('g_off_trans.gif',60,40,10,7,3,9); patch('g_exceed.gif',30,20,0,0); patch('g_exceed2.gif',41,27,20,3)
# bmp
s(im,'b_24.bmp'); s(L,'b_8g.bmp'); s(P,'b_8p.bmp'); s(B1,'b_1.bmp'); s(RGBA,'b_32.bmp'); 
def bmp(n,w,h,bits,comp,data,pal=b'',masks=b'',hs=40,used=0):
    hdr=struct.pack('<IiiHHIIiiII',hs,w,h,1,bits,comp,len(data),2835,2835,used,0)
    hdr+=masks
    off=14+len(hdr)+len(pal)
    open('img/'+n,'wb').write(b'BM'+struct.pack('<IHHI',off+len(data),0,0,off)+hdr+pal+data)
def pad(r): return r+bytes(-len(r)%4)
p16=np.array(P16); pal16=P16.getpalette()[:48]; bp=b''.join(bytes([pal16[3*i+2],pal16[3*i+1],pal16[3*i],0]) for i in range(16))
def nib(r): r=list(r)+[0]*(len(r)%2); return bytes((r[i]<<4)|r[i+1] for i in range(0,len(r),2))
bmp('b_4.bmp',W,H,4,0,b''.join(pad(nib(r)) for r in p16[::-1]),bp,used=16)
bmp('b_24_topdown.bmp',W,-H,24,0,b''.join(pad(r[:,::-1].tobytes()) for r in rgb))
r565=((rgb[...,0].astype(np.uint16)>>3)<<11)|((rgb[...,1].astype(np.uint16)>>2)<<5)|(rgb[...,2]>>3)
r555=((rgb[...,0].astype(np.uint16)>>3)<<10)|((rgb[...,1].astype(np.uint16)>>3)<<5)|(rgb[...,2]>>3)
bmp('b_16_555.bmp',W,H,16,0,b''.join(pad(r.astype('<u2').tobytes()) for r in r555[::-1]))
bmp('b_16_565.bmp',W,H,16,3,b''.join(pad(r.astype('<u2').tobytes()) for r in r565[::-1]),masks=struct.pack('<III',0xf800,0x7e0,0x1f))
x32=np.dstack([rgb[:,:,::-1],a])
bmp('b_32_0.bmp',W,H,32,0,x32[::-1].tobytes())
bmp('b_32_bf.bmp',W,H,32,3,x32[::-1].tobytes(),masks=struct.pack('<III',0xff0000,0xff00,0xff))
bmp('b_32_bfr.bmp',W,H,32,3,x32[::-1].tobytes(),masks=struct.pack('<III',0xff,0xff00,0xff0000))
def rle8(r):
    o=b'';i=0
    while i<len(r):
        j=i
        while j<len(r) and r[j]==r[i] and j-i<255:j+=1
        o+=bytes([j-i,r[i]]);i=j
    return o+b'\0\0'
bmp('b_rle8.bmp',W,H,8,1,b''.join(rle8(list(r)) for r in p16[::-1])+b'\0\1',bp,used=16)
def rle4(r):
    o=b'';r=list(r)
    for i in range(0,len(r),2):
        q=r[i:i+2]; n=len(q); q=q+[0]*(2-n); o+=bytes([n,(q[0]<<4)|q[1]])
    return o+b'\0\0'
bmp('b_rle4.bmp',W,H,4,2,b''.join(rle4(r) for r in p16[::-1])+b'\0\1',bp,used=16)
# OS2 v1 header
data=b''.join(pad(r[:,::-1].tobytes()) for r in rgb[::-1])
open('img/b_os2.bmp','wb').write(b'BM'+struct.pack('<IHHI',26+len(data),0,0,26)+struct.pack('<IHHHH',12,W,H,1,24)+data)
# tiff
for c in (None,'tiff_lzw','tiff_adobe_deflate','packbits'):
    t={None:'raw','tiff_lzw':'lzw','tiff_adobe_deflate':'zip','packbits':'pb'}[c]
    for m,i in (('rgb',im),('l',L),('rgba',RGBA),('la',LA),('p',P),('cmyk',CMYK),('1',B1)):
        try: s(i,f't_{m}_{t}.tiff',compression=c)
        except Exception as e: print('x',m,t,e)
s(im,'t_rgb_jpeg.tiff',compression='jpeg'); s(L,'t_l_jpeg.tiff',compression='jpeg')
s(B1,'t_1_g4.tiff',compression='group4'); s(B1,'t_1_g3.tiff',compression='group3')
s(Image.fromarray(g16),'t_i16.tiff'); s(Image.fromarray(g16),'t_i16_lzw.tiff',compression='tiff_lzw')
s(Image.fromarray((g/255.*5).astype(np.float32)),'t_f32.tiff'); s(Image.fromarray((g/255.*500).astype(np.float32)),'t_f32b.tiff',compression='tiff_lzw');s(Image.fromarray(g.astype(np.int32)*1000),'t_i32.tiff')
s(im,'t_multi.tiff',save_all=True,append_images=[im2])
def tif(n,arr,bits,photo,endian='<',planar=1,tile=None,predictor=1,comp=1,extra=None,fmt=None,ycc=None):
    h,w=arr.shape[:2]; arr=arr.reshape(h,w,-1); spp=arr.shape[2]
    dt={8:'u1',16:endian+'u2',32:endian+'u4',64:endian+'f8'}[bits] if fmt!=3 else {32:endian+'f4',64:endian+'f8',16:endian+'f2'}[bits]
    arr=arr.astype(dt)
    chunks=[]
    planes=[arr] if planar==1 else [arr[...,k:k+1] for k in range(spp)]
    for p in planes:
        if tile:
            for y in range(0,h,tile):
                for x in range(0,w,tile):
                    t=np.zeros((tile,tile,p.shape[2]),dt); q=p[y:y+tile,x:x+tile]; t[:q.shape[0],:q.shape[1]]=q; chunks.append(t)
        else:
            for y in range(0,h,16): chunks.append(p[y:y+16])
    if predictor==2:
        cs=[]
        for c in chunks:
            d=c.copy().astype(dt[-2:]if 0 else c.dtype); d[:,1:]=c[:,1:]-c[:,:-1]; cs.append(d)
        chunks=cs
    cb=[c.tobytes() if comp==1 else zlib.compress(c.tobytes()) for c in chunks]
    E=endian
    data=b'';offs=[]
    for c in cb: offs.append(8+len(data)); data+=c+(b'\0' if len(c)%2 else b'')
    tags=[(256,4,[w]),(257,4,[h]),(258,3,[bits]*spp),(259,3,[comp]),(262,3,[photo]),(277,3,[spp]),(284,3,[planar]),(317,3,[predictor])]
    if tile: tags+=[(322,4,[tile]),(323,4,[tile]),(324,4,offs),(325,4,[len(c) for c in cb])]
    else: tags+=[(273,4,offs),(278,4,[16]),(279,4,[len(c) for c in cb])]
    if extra is not None: tags.append((338,3,[extra]))
    if fmt: tags.append((339,3,[fmt]*spp))
    tags.sort()
    ifdo=8+len(data); ext=b''; exto=ifdo+2+12*len(tags)+4; ent=b''
    for t,ty,v in tags:
        f={3:'H',4:'I'}[ty]; b=struct.pack(E+f*len(v),*v)
        if len(b)<=4: b=b+bytes(4-len(b))
        else: o=exto+len(ext); ext+=b; b=struct.pack(E+'I',o)
        ent+=struct.pack(E+'HHI',t,ty,len(v))+b
    open('img/'+n,'wb').write((b'II*\0' if E=='<' else b'MM\0*')+struct.pack(E+'I',ifdo)+data+struct.pack(E+'H',len(tags))+ent+bytes(4)+ext)
tif('t_rgb_be.tiff',rgb,8,2,'>'); tif('t_rgb_planar.tiff',rgb,8,2,planar=2); tif('t_rgb_tile.tiff',rgb,8,2,tile=32); tif('t_rgb_pred.tiff',rgb,8,2,predictor=2,comp=8)
tif('t_rgb16.tiff',rgb.astype(np.uint16)*200+9,16,2); tif('t_rgb16_be.tiff',rgb.astype(np.uint16)*200+9,16,2,'>'); tif('t_rgb16_zip.tiff',rgb.astype(np.uint16)*200+9,16,2,comp=8)
tif('t_i16_be.tiff',g16,16,1,'>'); tif('t_l_white0.tiff',g,8,0); tif('t_i16_white0.tiff',g16,16,0); tif('t_rgba_un.tiff',np.dstack([rgb,a]),8,2,extra=2); tif('t_rgba_as.tiff',np.dstack([(rgb*(a[...,None]/255.)).astype(np.uint8),a]),8,2,extra=1); tif('t_rgbx.tiff',np.dstack([rgb,a]),8,2,extra=0); tif('t_rgba16_un.tiff',np.dstack([rgb,a]).astype(np.uint16)*257,16,2,extra=2)
tif('t_f32_tile.tiff',g/50.,32,1,tile=32,fmt=3); tif('t_f64.tiff',g/50.,64,1,fmt=3); tif('t_f32_be.tiff',g/50.,32,1,'>',fmt=3); tif('t_f32_zip.tiff',g/50.,32,1,fmt=3,comp=8)
tif('t_rgb16_planar.tiff',rgb.astype(np.uint16)*200+9,16,2,planar=2); tif('t_l_tile_zip.tiff',g,8,1,tile=16,comp=8)
# webp
s(im,'w_lossy.webp',quality=80); s(im,'w_ll.webp',lossless=True); s(RGBA,'w_lossy_a.webp',quality=80); s(RGBA,'w_ll_a.webp',lossless=True); s(RGBA,'w_ll_ax.webp',lossless=True,exact=True)
im.save('img/w_anim.webp',save_all=True,append_images=[im2]); 
o=Image.new('RGBA',(W,H),(0,0,0,0)); o.paste(RGBA.crop((10,5,30,20)),(10,5)); o.save('img/w_anim_sub.webp',save_all=True,append_images=[RGBA],lossless=True)
# jpeg
for q,ss in ((75,0),(75,1),(75,2)): s(im,f'j_{ss}.jpg',quality=q,subsampling=ss)
s(im,'j_prog.jpg',progressive=True); s(L,'j_l.jpg'); s(CMYK,'j_cmyk.jpg'); s(L,'j_l_prog.jpg',progressive=True); s(im,'j_rst.jpg',restart_marker_blocks=3); s(im,'j_rgb.jpg',keep_rgb=True)
d=open('img/j_cmyk.jpg','rb').read(); i=d.index(b'Adobe'); print('adobe',d[i:i+12].hex())
q=bytearray(d); q[i+11]=2; open('img/j_ycck.jpg','wb').write(q)
k=d.index(b'\xff\xee'); ln=struct.unpack('>H',d[k+2:k+4])[0]; open('img/j_cmyk_noadobe.jpg','wb').write(d[:k]+d[k+2+ln:])
CM2=Image.merge('CMYK',[c for c in CMYK.split()]); 
d=open('img/j_prog.jpg','rb').read()
d2=open('img/j_2.jpg','rb').read()
open('img/j_noeoi.jpg','wb').write(d2[:-2]); open('img/j_trail.jpg','wb').write(d2+b'garbage'*50); open('img/j_trunc_eoi.jpg','wb').write(d2[:-60]+b'\xff\xd9')
open('img/j_trunc.jpg','wb').write(d2[:-60])
open('img/j_ptrunc.jpg','wb').write(d[:len(d)//2]); open('img/j_ptrunc_eoi.jpg','wb').write(d[:len(d)//2]+b'\xff\xd9'); 
x=bytearray(d2); 
for k in range(700,len(x)-40,53): x[k]=0x55
open('img/j_corrupt.jpg','wb').write(x)

ck=np.stack([128+100*np.sin(xx/9+k*2+yy/(11+k)) for k in range(4)],-1)
ck=np.clip(ck+rng.normal(0,20,ck.shape),0,255).astype(np.uint8)
CK=Image.fromarray(ck,'CMYK')
CK.save('img/k_cmyk.jpg',quality=95,subsampling=0); d=open('img/k_cmyk.jpg','rb').read(); i=d.index(b'Adobe')
q=bytearray(d); q[i+11]=2; open('img/k_ycck.jpg','wb').write(q)
k=d.index(b'\xff\xee'); ln=struct.unpack('>H',d[k+2:k+4])[0]; open('img/k_cmyk_noadobe.jpg','wb').write(d[:k]+d[k+2+ln:])
CK.save('img/k_cmyk_420.jpg',quality=80,progressive=True)
q=bytearray(open('img/k_cmyk_420.jpg','rb').read()); i=q.index(b'Adobe');q[i+11]=2; open('img/k_ycck_prog.jpg','wb').write(q)
from PIL import ImageCms
prof=ImageCms.ImageCmsProfile(ImageCms.createProfile('sRGB')).tobytes()
CK.save('img/k_cmyk_icc.jpg',quality=95,icc_profile=prof)
CK.save('img/t_k_cmyk.tiff'); im.save('img/t_rgb_icc.tiff',icc_profile=prof); L.save('img/t_l_icc.tiff',icc_profile=prof); CK.save('img/t_cmyk_icc.tiff',icc_profile=prof)
d=bytearray(open('img/g_plain.gif','rb').read()); n=2<<(d[10]&7); pal_=d[13:13+3*n]
open('img/g_shortpal.gif','wb').write(d[:10]+bytes([(d[10]&0xf8)|3])+d[11:13]+pal_[:48]+d[13+3*n:])
open('img/g_nopal.gif','wb').write(d[:10]+bytes([d[10]&0x7f])+d[11:13]+d[13+3*n:])
open('img/g_graypal.gif','wb').write(d[:10]+bytes([(d[10]&0xf8)|3])+d[11:13]+bytes(v for k in range(16) for v in (k,k,k))+d[13+3*n:])
def tifbits(n,arr,bits,photo):
    h,w=arr.shape; rows=b''
    for r in arr:
        b=np.zeros((w,bits),np.uint8)
        for k in range(bits): b[:,k]=(r>>(bits-1-k))&1
        rows+=np.packbits(b.reshape(-1)).tobytes()
    tags=[(256,4,w),(257,4,h),(258,3,bits),(259,3,1),(262,3,photo),(273,4,8),(277,3,1),(278,4,h),(279,4,len(rows))]
    o=8+len(rows)+len(rows)%2
    open('img/'+n,'wb').write(b'II*\0'+struct.pack('<I',o)+rows+b'\0'*(len(rows)%2)+struct.pack('<H',len(tags))+b''.join(struct.pack('<HHII',t,ty,1,v) for t,ty,v in tags)+bytes(4))
for b in (1,2,4):
    for ph in (0,1): tifbits(f't_g{b}_{ph}.tiff',g>>(8-b),b,ph)
for n in ('p_rgb8.png','w_lossy.webp','w_ll.webp','b_24.bmp','g_plain.gif','t_rgb_lzw.tiff','b_rle8.bmp','t_rgb_raw.tiff','t_rgb_zip.tiff'):
    d=open('img/'+n,'rb').read(); b,e=n.split('.'); open(f'img/{b}_trunc.{e}','wb').write(d[:len(d)*2//3]); open(f'img/{b}_trunc1.{e}','wb').write(d[:-1])
import hashlib, json, zipfile, PIL
SKIP={'t_rgb16_planar.tiff'}  # Pillow 12.3 misreads planar 16-bit RGB
out={}
with zipfile.ZipFile('variants.zip','w',zipfile.ZIP_DEFLATED) as z:
    for f in sorted(os.listdir('img')):
        if f in SKIP: continue
        try:
            i=Image.open('img/'+f); i.load(); q=i.convert('RGB')
            out[f]={'mode':i.mode,'size_wh':list(q.size),'sha256_rgb':hashlib.sha256(q.tobytes()).hexdigest()}
        except Exception as e:
            out[f]={'error':type(e).__name__+': '+str(e).replace('img/','')}
        zi=zipfile.ZipInfo(f,(2026,1,1,0,0,0)); zi.compress_type=zipfile.ZIP_DEFLATED
        z.writestr(zi,open('img/'+f,'rb').read())
json.dump({'made':'make_image_variants.py with Pillow '+PIL.__version__,'images':out},open('variants.json','w'),indent=1)
print(len(out))
